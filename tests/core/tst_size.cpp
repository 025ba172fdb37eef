// SPDX-License-Identifier: GPL-3.0-or-later
// How large the house's files and functions may be. Functions are found by how .clang-format sets them: a body's braces stand
// alone in the signature's column, or all is one line.
#include <QtTest>

#include <QDirIterator>

#include <algorithm>

namespace {

constexpr int longestFile = 350;
constexpr int longestFunction = 60; // from its signature to its closing brace
constexpr int medianFunction = 6;   // from brace to brace

QStringList linesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) { qFatal("cannot read %s", qPrintable(path)); }
    QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    if (lines.last().isEmpty()) { lines.removeLast(); }
    return lines;
}

// Their names below the root.
QStringList sources()
{
    const QDir root(qEnvironmentVariable("GRIDSCOPE_SOURCE"));
    QStringList files;
    for (const auto* room : {"core", "ui", "app"}) {
        QDirIterator all(root.filePath(room), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) { files.append(root.relativeFilePath(all.next())); }
    }
    return files;
}

QStringList linesOfSource(const QString& file)
{
    return linesOf(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/" + file);
}

qsizetype indentOf(const QString& line)
{
    const auto isLetter = [](QChar c) { return c != ' '; };
    return std::ranges::find_if(line, isLetter) - line.begin();
}

bool isOneLine(const QString& line)
{
    static const QRegularExpression whole(
        QStringLiteral("^(?!if |for |while |switch |do |else|return |namespace|struct|class|enum|[:},#/])"
                       ".*\\).*\\{.*\\}$"));
    static const QRegularExpression comment(QStringLiteral("\\s*//.*"));
    return whole.match(QString(line).remove(comment).trimmed()).hasMatch();
}

struct Function {
    QString name;        // its first line
    qsizetype lines = 1; // with the signature
    qsizetype body = 1;  // from brace to brace
};

// The line where the signature above this brace begins: the nearest that is as far to the left.
qsizetype signatureOf(const QStringList& lines, qsizetype brace)
{
    qsizetype first = brace - 1;
    while (first > 0 && (lines[first].isEmpty() || indentOf(lines[first]) > indentOf(lines[brace]))) { --first; }
    return first;
}

qsizetype endOf(const QStringList& lines, qsizetype brace)
{
    const QString closing = QString(indentOf(lines[brace]), ' ') + '}';
    qsizetype end = brace;
    while (lines[brace].trimmed() == "{" && !lines[end].startsWith(closing)) { ++end; }
    return end;
}

std::vector<Function> functionsIn(const QStringList& lines)
{
    std::vector<Function> found;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString text = lines[i].trimmed();
        if (text == "{" || text == "{}") {
            const qsizetype first = signatureOf(lines, i), last = endOf(lines, i);
            found.push_back({lines[first].trimmed(), last - first + 1, last - i + 1});
            i = last;
        } else if (isOneLine(lines[i])) {
            found.push_back({text});
        }
    }
    return found;
}

} // namespace

class TestSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void functionsAreFoundWithTheirLines_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<qsizetype>("lines"); // of the only function; 0: there is none
        QTest::newRow("one line") << "int one() { return 1; } // one" << qsizetype(1);
        QTest::newRow("in a class") << "class A {\n    int one() const { return 1; }\n};" << qsizetype(1);
        QTest::newRow("several lines") << "int two(int a,\n        int b)\n{\n    return a;\n}" << qsizetype(5);
        QTest::newRow("several in a class")
            << "class A {\n    void b()\n    {\n        if (c) {\n        }\n    }\n};" << qsizetype(5);
        QTest::newRow("with members") << "A::A(int b)\n    : b_(b)\n{}" << qsizetype(3);
        QTest::newRow("a constant is none")
            << "constexpr int a = std::max(1, 2);\nconstexpr B b{c(1)};" << qsizetype(0);
        QTest::newRow("a lambda is part of its function")
            << "void a()\n{\n    const auto b = [] {\n        return 1;\n    };\n}" << qsizetype(6);
        QTest::newRow("a long one") << "void a()\n{\n" + QString("    b();\n").repeated(58) + "}" << qsizetype(61);
    }
    void functionsAreFoundWithTheirLines()
    {
        QFETCH(const QString, source);
        QFETCH(const qsizetype, lines);
        const auto found = functionsIn(source.split('\n'));
        QCOMPARE(found.size(), std::size_t(lines > 0 ? 1 : 0));
        if (lines > 0) { QCOMPARE(found.front().lines, lines); }
    }

    void noSourceIsLong()
    {
        QStringList tooLong;
        for (const QString& file : sources()) {
            const qsizetype lines = linesOfSource(file).size();
            if (lines > longestFile) { tooLong << QString("%1: %2").arg(file).arg(lines); }
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1Char('\n'))));
    }

    void noFunctionIsLong()
    {
        QStringList tooLong;
        for (const QString& file : sources()) {
            for (const Function& f : functionsIn(linesOfSource(file))) {
                if (f.lines <= longestFunction) { continue; }
                tooLong << QString("%1, %2: %3").arg(file, f.name).arg(f.lines);
            }
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1Char('\n'))));
    }

    void mostFunctionsAreShort()
    {
        std::vector<qsizetype> lengths;
        for (const QString& file : sources()) {
            for (const Function& f : functionsIn(linesOfSource(file))) { lengths.push_back(f.body); }
        }
        QVERIFY(lengths.size() > 3000); // else they are not found any more
        const auto middle = lengths.begin() + std::ptrdiff_t(lengths.size() / 2);
        std::ranges::nth_element(lengths, middle);
        QVERIFY2(*middle <= medianFunction, qPrintable(QString("the median is %1 lines").arg(*middle)));
    }
};

QTEST_APPLESS_MAIN(TestSize)
#include "tst_size.moc"
