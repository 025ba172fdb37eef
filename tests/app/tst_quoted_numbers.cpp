// SPDX-License-Identifier: GPL-3.0-or-later
// The manual's numbers (core/README.md) at seed 1 are those of the commands beside them. They depend on what the libraries choose for the
// processor, which it says too: elsewhere there is nothing to compare.
#include "core/run/event.h"

#include <QtTest>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>

using namespace gridscope;

namespace {

QString readme()
{
    QFile file(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/core/README.md");
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QJsonObject resultOf(const QStringList& arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("GRIDSCOPE_BIN"),
                  QStringList{"train", "--json", "--set", "threads=1"} + arguments);
    process.waitForFinished(600000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

// As `gridscope train` says it before its first step.
QString environmentOf(const QJsonObject& result)
{
    const QJsonObject e = result["environment"].toObject();
    const auto text = [&](const char* key) { return e[key].toString().toStdString(); };
    run::Environment environment{"",
                                 text("torch_version"),
                                 text("blas"),
                                 e["torch_threads"].toInt(),
                                 e["blas_threads"].toInt(),
                                 "cpu",
                                 text("dispatch"),
                                 text("blas_kernel"),
                                 text("onednn"),
                                 text("torch_kernels"),
                                 text("processor")};
    return QString::fromStdString(run::environmentText(environment));
}

QString percent(const QJsonValue& share) { return QString::number(100 * share.toDouble(), 'f', 1); }

QString skipReason() // "" where the numbers hold
{
    static const QString reason = [] {
        static const QRegularExpression line("^`(LibTorch [^`]+)`", QRegularExpression::MultilineOption);
        const QString told = line.match(readme()).captured(1);
        const QJsonObject result = resultOf({"--preset", "spirals", "--set", "pretrain_steps=0", "--steps", "1"});
        const QString here = environmentOf(result);
        if (told == here) { return QString(); }
        return "core/README.md's numbers come from \"" + told + "\", here is \"" + here + "\"";
    }();
    return reason;
}

} // namespace

class TestQuotedNumbers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theOpeningPresetShowsWhatReadmeSays_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"cpq", "expected", "ste"}) { QTest::newRow(method) << method; }
    }
    void theOpeningPresetShowsWhatReadmeSays()
    {
        QFETCH(const QString, method);
        const QRegularExpression row("^\\| `" + method
                                         + "` \\| ([0-9.]+) % \\| ([0-9.]+) % \\| \\**([-0-9., ]+?)\\** \\|$",
                                     QRegularExpression::MultilineOption);
        const auto quoted = row.match(readme());
        QVERIFY2(quoted.hasMatch(), "core/README.md has no such row any more");
        if (!skipReason().isEmpty()) { QSKIP(qPrintable(skipReason())); }
        const QJsonObject result = resultOf({"--preset", "fashion-quick", "--set", "method=" + method});
        QVERIFY2(!result.isEmpty(), "The package dataset-fashion-mnist is not installed; packaging/test installs it.");
        QCOMPARE(percent(result["test_accuracy_quantized"]), quoted.captured(1));
        QCOMPARE(percent(result["test_accuracy_latent"]), quoted.captured(2));
        QStringList scores;
        for (const QJsonValue& layer : result["layers"].toArray()) {
            scores << QString::number(layer["score_nonzero"].toDouble(), 'f', 2);
        }
        QCOMPARE(scores.join(", "), quoted.captured(3));
    }

    void learnedBitLengthsAreThoseOfReadme()
    {
        static const QRegularExpression sentence(
            "ends, with seed 1, at (\\d), (\\d), (\\d) and (\\d) bits, ([0-9.]+) on\\s+average over the weights: "
            "test accuracy ([0-9.]+) %, after ([0-9.]+) % of the\\s+float");
        const auto quoted = sentence.match(readme());
        QVERIFY2(quoted.hasMatch(), "core/README.md has no such sentence any more");
        if (!skipReason().isEmpty()) { QSKIP(qPrintable(skipReason())); }
        const QJsonObject result = resultOf({"--preset", "learned-bits"});
        QVERIFY2(!result.isEmpty(), "The package dataset-fashion-mnist is not installed; packaging/test installs it.");
        for (int layer = 0; layer < 4; ++layer) {
            QCOMPARE(QString::number(result["layers"].toArray().at(layer)["bits"].toInt()), quoted.captured(layer + 1));
        }
        QCOMPARE(QString::number(result["mean_bits"].toDouble(), 'f', 2), quoted.captured(5));
        QCOMPARE(percent(result["test_accuracy_quantized"]), quoted.captured(6));
        QCOMPARE(percent(result["test_accuracy_float"]), quoted.captured(7));
    }
};

QTEST_GUILESS_MAIN(TestQuotedNumbers)
#include "tst_quoted_numbers.moc"
