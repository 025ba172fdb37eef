// SPDX-License-Identifier: GPL-3.0-or-later
// What strangers and the system write, on its way into each of the formats.
#include "core/base/plain_text.h"
#include "core/export/table.h"

#include <QtTest>

#include <QXmlStreamReader>

using namespace gridscope;
using namespace gridscope::run;

namespace {

const QByteArray everything = [] { // all bytes, and the ends of UTF-8
    QByteArray bytes;
    for (int i = 0; i < 256; ++i) { bytes += char(i); }
    return bytes
           + "\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\xF4\x90\x80\x80\xC0\x80\xC2\x9B <![CDATA[ ]]> &lt; --> "
             "\xF0\x9F\x8E\x89";
}();

} // namespace

class TestEscaping : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bytesBecomeText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << QByteArray("Größe 日本") << QByteArray("Größe 日本");
        QTest::newRow("Latin-1") << QByteArray("r\xE4.x") << QByteArray("r\xEF\xBF\xBD.x");
        QTest::newRow("cut off in a character") << QByteArray("a\xF0\x9F") << QByteArray("a\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("controls") << QByteArray("a\x1b[31m\x07\x7f\xC2\x9B"
                                                "b")
                                  << QByteArray("a[31mb");
        QTest::newRow("lines and tabs") << QByteArray("a\nb\tc\rd") << QByteArray("a b c d");
        QTest::newRow("what XML does not know") << QByteArray("a\xEF\xBF\xBE\xEF\xBF\xBF"
                                                              "b")
                                                << QByteArray("ab");
        QTest::newRow("a surrogate as UTF-8")
            << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void bytesBecomeText()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(plainText(bytes.toStdString())), text);
    }

    void inXmlItIsTextAndComesBack()
    {
        const std::string text = plainText(everything.toStdString());
        const auto xml = QByteArray::fromStdString("<a b=\"" + xmlText(text) + "\" c='" + xmlText(text) + "'>"
                                                   + xmlText(text) + "</a>");
        QXmlStreamReader reader(xml);
        QVERIFY(reader.readNextStartElement());
        QCOMPARE(reader.attributes().value("b").toString().toStdString(), text);
        QCOMPARE(reader.attributes().value("c").toString().toStdString(), text);
        QCOMPARE(reader.readElementText().toStdString(), text);
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void inMarkdownItIsNoMarkup_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("HTML") << QByteArray("<script>x</script>") << QByteArray("&lt;script>x&lt;/script>");
        QTest::newRow("a cell's border") << QByteArray("a|b") << QByteArray("a\\|b");
        QTest::newRow("a link") << QByteArray("[x](javascript:y)") << QByteArray("\\[x\\](javascript:y)");
        QTest::newRow("a new row") << QByteArray("0.1\n| x | y |") << QByteArray("0.1 \\| x \\| y \\|");
        QTest::newRow("code") << QByteArray("`a`") << QByteArray("\\`a\\`");
        QTest::newRow("a backslash before a border") << QByteArray("a\\|b") << QByteArray("a\\\\\\|b");
        QTest::newRow("a name") << QByteArray("fc1_weight") << QByteArray("fc1_weight");
    }
    void inMarkdownItIsNoMarkup()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(markdownText(text.toStdString())), expected);
    }

    void aSpreadsheetTakesNoTextForAFormula_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("equals") << QByteArray("=1+1") << QByteArray("'=1+1");
        QTest::newRow("plus") << QByteArray("+cmd|' /C calc'!A0") << QByteArray("'+cmd|' /C calc'!A0");
        QTest::newRow("minus") << QByteArray("-2+3") << QByteArray("'-2+3");
        QTest::newRow("at") << QByteArray("@SUM(A1)") << QByteArray("'@SUM(A1)");
        QTest::newRow("tab") << QByteArray("\t=1") << QByteArray("' =1");
        QTest::newRow("carriage return") << QByteArray("\r=1") << QByteArray("' =1");
        QTest::newRow("blank") << QByteArray(" =1") << QByteArray("' =1");
        QTest::newRow("a control character before it") << QByteArray("\x01=1") << QByteArray("'=1");
        QTest::newRow("a negative number") << QByteArray("-0.25") << QByteArray("-0.25");
        QTest::newRow("a small number") << QByteArray("-1e-05") << QByteArray("-1e-05");
        QTest::newRow("a word") << QByteArray("cpq") << QByteArray("cpq");
        QTest::newRow("infinity is a word") << QByteArray("-inf") << QByteArray("'-inf");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void aSpreadsheetTakesNoTextForAFormula()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, cell);
        QCOMPARE(QByteArray::fromStdString(cellText(text.toStdString())), cell);
        Table table({{"a", ""}, {"b", ""}});
        table.row() << text.toStdString() << -0.5;
        const std::string quoted = cell.contains('"') || cell.contains(',') ? std::string() : cell.toStdString();
        QCOMPARE(table.csv(), "a,b\n" + quoted + ",-0.5\n");
        QCOMPARE(table.tsv(), "a\tb\n" + cell.toStdString() + "\t-0.5\n");
    }

    void aFilesNameIsShownWithoutItsFolder()
    {
        QCOMPARE(fileNameText("/home/\xFF/r\xE4.gridscope"), std::string("r\xEF\xBF\xBD.gridscope"));
        QCOMPARE(fileNameText("a\x1b"
                              "b"),
                 std::string("ab"));
    }
};

QTEST_GUILESS_MAIN(TestEscaping)
#include "tst_escaping.moc"
