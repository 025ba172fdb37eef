// SPDX-License-Identifier: GPL-3.0-or-later
// IDX files, right and wrong.
#include "core/base/error.h"
#include "core/data/idx.h"

#include <QtTest>

#include <zlib.h>

using namespace gridscope;
using namespace gridscope::data;

namespace {

// Three pictures of 2 x 2 with the values 0 .. 11.
QByteArray plainIdx()
{
    QByteArray bytes("\0\0\x08\x03\0\0\0\x03\0\0\0\x02\0\0\0\x02", 16);
    for (char value = 0; value < 12; ++value) { bytes.append(value); }
    return bytes;
}

QByteArray gzipped(const QByteArray& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray result(qsizetype(deflateBound(&stream, uLong(bytes.size()))), 0);
    QByteArray input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = uInt(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return result;
}

IdxArray parse(const QByteArray& bytes, std::size_t limit = 1 << 20)
{
    return parseIdx({reinterpret_cast<const std::uint8_t*>(bytes.data()), std::size_t(bytes.size())}, "a.idx", limit);
}

QString sentenceOf(const QByteArray& bytes, std::size_t limit = 1 << 20)
{
    try {
        parse(bytes, limit);
    } catch (const FileError& error) {
        return QString::fromUtf8(error.what());
    }
    return "no error";
}

} // namespace

class TestDataIdx : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainAndGzipGiveTheSameArray()
    {
        for (const QByteArray& bytes : {plainIdx(), gzipped(plainIdx())}) {
            const IdxArray array = parse(bytes);
            QVERIFY((array.shape == std::vector<std::int64_t>{3, 2, 2}));
            QCOMPARE(array.values.size(), std::size_t(12));
            QCOMPARE(int(array.values[11]), 11);
        }
    }

    void aFileCutAnywhereIsRefused_data()
    {
        QTest::addColumn<QByteArray>("whole");
        QTest::newRow("plain") << plainIdx();
        QTest::newRow("gzip") << gzipped(plainIdx());
    }
    void aFileCutAnywhereIsRefused()
    {
        QFETCH(QByteArray, whole);
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY2(sentenceOf(whole.first(length)).startsWith("a.idx "), qPrintable(QString::number(length)));
        }
    }

    void aDamagedFileIsReadOrRefused()
    {
        for (const QByteArray& whole : {plainIdx(), gzipped(plainIdx())}) {
            for (qsizetype at = 0; at < whole.size(); ++at) {
                for (int bit = 0; bit < 8; ++bit) {
                    QByteArray damaged = whole;
                    damaged[at] = char(damaged[at] ^ (1 << bit));
                    const QString sentence = sentenceOf(damaged);
                    QVERIFY(sentence == "no error" || sentence.startsWith("a.idx"));
                }
            }
        }
    }

    void wrongFilesGiveOneSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QByteArray& bytes, const char* sentence) {
            QTest::newRow(name) << bytes << sentence;
        };
        QByteArray bytes = plainIdx();
        row("nothing", "", "a.idx has only 0 bytes; an IDX file starts with four.");
        row("a picture of another kind", "\x89PNG\r\n", "a.idx is not an IDX file: its first two bytes are not zero.");
        row("floats", QByteArray("\0\0\x0D\x01\0\0\0\0", 8),
            "a.idx has element type 13; Gridscope reads 8, unsigned bytes.");
        row("no dimensions", QByteArray("\0\0\x08\0", 4), "a.idx has 0 dimensions; Gridscope reads 1 to 4.");
        row("five dimensions", QByteArray("\0\0\x08\x05", 4), "a.idx has 5 dimensions; Gridscope reads 1 to 4.");
        row("no sizes", QByteArray("\0\0\x08\x03\0\0", 6), "a.idx ends too soon: inside its list of sizes.");
        row("one byte less", bytes.chopped(1),
            "a.idx ends too soon: its sizes are 3 x 2 x 2, but it holds only 11 values.");
        row("one byte more", bytes + '\0', "a.idx has 1 bytes more than its sizes 3 x 2 x 2 say.");
        row("sizes whose product overflows",
            QByteArray("\0\0\x08\x04\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 20) + "x",
            "a.idx ends too soon: its sizes are 4294967295 x 4294967295 x 4294967295 x 4294967295, but it holds only 1 "
            "values.");
        row("bytes after the gzip stream", gzipped(bytes) + "xy",
            "a.idx has 2 bytes after the end of its gzip stream.");
        row("half a gzip stream", gzipped(bytes).first(20), "a.idx ends too soon: its gzip stream is cut off.");
        row("a broken gzip stream", gzipped(bytes).replace(10, 4, "\xFF\xFF\xFF\xFF"),
            "a.idx is damaged: its gzip stream cannot be unpacked.");
    }
    void wrongFilesGiveOneSentence()
    {
        QFETCH(QByteArray, bytes);
        QTEST(sentenceOf(bytes), "sentence");
    }

    void gzipMayHaveSeveralMembersAndPadding_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray all = plainIdx();
        QTest::newRow("two members") << gzipped(all.left(9)) + gzipped(all.mid(9));
        QTest::newRow("an empty member at the end, as bgzip writes") << gzipped(all) + gzipped("");
        QTest::newRow("a member for each byte") << [&] {
            QByteArray bytes;
            for (const char c : all) { bytes += gzipped(QByteArray(1, c)); }
            return bytes;
        }();
        QTest::newRow("zeros at the end, as tapes have") << gzipped(all) + QByteArray(511, '\0');
        QTest::newRow("members and zeros") << gzipped(all.left(3)) + gzipped(all.mid(3)) + QByteArray(1, '\0');
    }
    void gzipMayHaveSeveralMembersAndPadding()
    {
        QFETCH(const QByteArray, bytes);
        QCOMPARE(sentenceOf(bytes), QString("no error"));
        QCOMPARE(parse(bytes).values.size(), std::size_t(12));
    }

    void aSecondMemberIsCheckedAsTheFirstIs()
    {
        const QByteArray all = plainIdx(), second = gzipped(all.mid(9));
        QCOMPARE(sentenceOf(gzipped(all.left(9)) + second.chopped(3)),
                 QString("a.idx ends too soon: its gzip stream is cut off."));
        QVERIFY(sentenceOf(gzipped(all.left(9)) + second, 20).contains("limit of 20 bytes"));
        QCOMPARE(sentenceOf(gzipped(all) + QByteArray("\0\0x", 3)),
                 QString("a.idx has 3 bytes after the end of its gzip stream."));
    }

    void noElementsAreAnEmptyArray()
    {
        const IdxArray array = parse(QByteArray("\0\0\x08\x02\0\0\0\0\xFF\xFF\xFF\xFF", 12));
        QVERIFY(array.values.empty());
        QCOMPARE(array.shape[1], 4294967295);
    }

    void aGzipBombIsStoppedAtTheLimit()
    {
        const QByteArray bomb = gzipped(QByteArray(50'000'000, 0));
        QVERIFY(bomb.size() < 100'000);
        QCOMPARE(sentenceOf(bomb, 1'000'000), QString("a.idx unpacks to more than the limit of 1,000,000 bytes."));
    }

    void theLimitItselfIsAllowed()
    {
        const QByteArray bytes = gzipped(plainIdx());
        QCOMPARE(sentenceOf(bytes, std::size_t(plainIdx().size())), QString("no error"));
        QVERIFY(sentenceOf(bytes, std::size_t(plainIdx().size()) - 1).contains("limit"));
    }

    void whatIsNoFileIsRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing") << "/no/such/file";
        QTest::newRow("a folder") << "/tmp";
        QTest::newRow("a device without an end") << "/dev/zero";
    }
    void whatIsNoFileIsRefused()
    {
        QFETCH(QString, path);
        QVERIFY_EXCEPTION_THROWN(readIdx(path.toStdString()), FileError);
    }
};

QTEST_APPLESS_MAIN(TestDataIdx)
#include "tst_data_idx.moc"
