// SPDX-License-Identifier: GPL-3.0-or-later
// Figures, report, card and TensorBoard files of a recorded run, opened with programs that are not ours.
#include "core/export/card.h"
#include "core/file/run_reader.h"
#include "tests/app/exported_run.h"

#include <QtTest>

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <csignal>

using namespace gridscope;
using test::call;
using test::Told;

namespace {

QStringList filesIn(const QString& folder, const QString& pattern)
{
    return QDir(folder).entryList({pattern}, QDir::Files, QDir::Name);
}

struct Svg {
    QString title;
    QString metadata;
    QString texts; // all that is lettered
    bool isWellFormed = false;
};

Svg readSvg(const QString& path)
{
    Svg svg;
    QXmlStreamReader xml(test::contentOf(path));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) { continue; }
        if (xml.name() == QLatin1String("title")) { svg.title = xml.readElementText(); }
        if (xml.name() == QLatin1String("metadata")) { svg.metadata = xml.readElementText(); }
        if (xml.name() == QLatin1String("text")) { svg.texts += xml.readElementText() + '\n'; }
    }
    svg.isWellFormed = !xml.hasError();
    return svg;
}

QByteArray stateInPdf(const QString& path)
{
    QXmlStreamReader xml(call("pdfinfo", {"-meta", path}).out);
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("Keywords")) {
            return xml.readElementText().toUtf8();
        }
    }
    return {};
}

// How far two pictures of the same thing are apart: mean over pixels and channels, 0..255. Edges are drawn alike by no two
// renderers, so pictures are made a quarter as large first.
double distance(const QImage& a, const QImage& b)
{
    const QSize size = a.size() / 4;
    const QImage left =
        a.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
    const QImage right =
        b.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
    double sum = 0;
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const QRgb p = left.pixel(x, y), q = right.pixel(x, y);
            sum += std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) + std::abs(qBlue(p) - qBlue(q));
        }
    }
    return sum / (3.0 * size.width() * size.height());
}
constexpr double sameDrawing = 6; // of 255; narrow bars, which every renderer rounds its own way, reach 4.4
// What 256 grid points need: bars and lines about a pixel wide, which rsvg draws darker than Qt by up to 7 and poppler by up
// to 12.
constexpr double sameHairlines = 15;

} // namespace

class TestExportViews : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString run_ = folder_.filePath("night.gridscope");
    QString plots_ = folder_.filePath("plots");
    run::History history_;

    Told exportTo(const QString& to, const QStringList& more)
    {
        return test::gridscope(QStringList{"export", run_, "--to", to} + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::recordRun(run_, {"data=sample", "validation_samples=40", "pretrain_steps=10", "batch_size=32",
                                       "channels=4,8", "hidden=32", "steps=20", "snapshot_every=5", "bits=2,3,4,8",
                                       "evaluate_every=10", "seed=77"}));
        history_ = run::historyOf(run_.toStdString());
        const Told told = exportTo(plots_, {"--what", "plots"});
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(told.err, QByteArray("plots: 46 files\n")); // nothing of what the drawing library has to say
    }

    void everyViewIsThereInThreeFormats()
    {
        const QStringList names = filesIn(plots_, "*.png").replaceInStrings(".png", "");
        QCOMPARE(names.size(), 3 * 4 + 3);
        for (const auto* name :
             {"histogram-conv1", "histogram-fc2", "river-conv2", "clusters-fc1", "loss", "accuracy", "bits"}) {
            QVERIFY2(names.contains(name), name);
        }
        QCOMPARE(filesIn(plots_, "*.svg").replaceInStrings(".svg", ""), names);
        QStringList documents = filesIn(plots_, "*.pdf").replaceInStrings(".pdf", "");
        QVERIFY(documents.removeOne("views"));
        QCOMPARE(documents, names);
    }

    void aParserAcceptsEverySvgAndFindsTitleUnitsAndLegend_data()
    {
        QTest::addColumn<QStringList>("texts");
        QTest::newRow("histogram-conv1") << QStringList{"Histogram of conv1 at step 20", "weight value",
                                                        "share of weights (square-root scale)", "quantized weights"};
        QTest::newRow("river-fc1") << QStringList{"River of fc1", "step"};
        QTest::newRow("clusters-fc1") << QStringList{"Clusters of fc1", "step", "spread evenly", "in zero cell",
                                                     "without zero"};
        QTest::newRow("loss") << QStringList{"Loss", "nats", "step", "smoothed"};
        QTest::newRow("accuracy") << QStringList{"Accuracy", "%", "step", "quantized", "latent", "float"};
        QTest::newRow("bits") << QStringList{"Bits", "step", "conv1", "fc2"};
    }
    void aParserAcceptsEverySvgAndFindsTitleUnitsAndLegend()
    {
        QFETCH(const QStringList, texts);
        const QString path = plots_ + "/" + QTest::currentDataTag() + ".svg";
        const Told parsed = call("xmllint", {"--noout", "--nonet", path});
        QVERIFY2(parsed.status == 0, parsed.err.constData());
        const Svg svg = readSvg(path);
        QVERIFY(svg.isWellFormed);
        for (const QString& text : texts) {
            QVERIFY2(svg.texts.contains(text), qPrintable(text + " is not in:\n" + svg.texts));
        }
        QVERIFY(svg.texts.contains("night.gridscope")); // which run
        QVERIFY(svg.texts.contains("seed 77"));
    }

    void everyFigureCarriesItsRunStepSettingsVersionAndSeedButNoPath()
    {
        for (const QString& png : filesIn(plots_, "*.png")) {
            const QString name = plots_ + "/" + QString(png).replace(".png", "");
            const QByteArray inPng = QImage(name + ".png").text("gridscope").toUtf8();
            QCOMPARE(readSvg(name + ".svg").metadata.toUtf8(), inPng);
            QCOMPARE(stateInPdf(name + ".pdf"), inPng);
            const auto state = QJsonDocument::fromJson(inPng).object();
            QCOMPARE(state["run"].toString(), QStringLiteral("night.gridscope"));
            QCOMPARE(state["step"].toInt(), 20);
            QCOMPARE(state["seed"].toInt(), 77);
            QVERIFY(!state["version"].toString().isEmpty());
            QCOMPARE(state["settings"].toObject()["bits"].toArray(), (QJsonArray{2, 3, 4, 8}));
            QVERIFY2(!inPng.contains(folder_.path().toUtf8()), inPng.constData());
        }
    }

    void oneDocumentHoldsEveryViewOnAPageOfItsOwn()
    {
        const QString document = plots_ + "/views.pdf";
        const Told info = call("pdfinfo", {document});
        QVERIFY2(info.out.contains("Pages:           15"), info.out.constData());
        const QList<QByteArray> pages = call("pdftotext", {"-layout", document, "-"}).out.split('\f');
        const QByteArrayList titles = {"Histogram of conv1",
                                       "Histogram of conv2",
                                       "Histogram of fc1",
                                       "Histogram of fc2",
                                       "River of conv1",
                                       "River of conv2",
                                       "River of fc1",
                                       "River of fc2",
                                       "Clusters of conv1",
                                       "Clusters of conv2",
                                       "Clusters of fc1",
                                       "Clusters of fc2",
                                       "Bits",
                                       "Loss",
                                       "Accuracy"};
        for (qsizetype i = 0; i < titles.size(); ++i) {
            QVERIFY2(pages.value(i).trimmed().startsWith(titles[i]), pages.value(i).constData());
            QVERIFY(pages[i].contains("seed 77"));
        }
        const QString made = folder_.filePath("page");
        const QImage loss(plots_ + "/loss.png");
        QCOMPARE(call("pdftoppm", {"-png", "-singlefile", "-f", "14", "-scale-to-x", QString::number(loss.width()),
                                   "-scale-to-y", QString::number(loss.height()), document, made})
                     .status,
                 0);
        QVERIFY(distance(loss, QImage(made + ".png")) < sameDrawing);
        const auto state = QJsonDocument::fromJson(stateInPdf(document)).object();
        QCOMPARE(state["view"].toString(), QStringLiteral("all"));
        QCOMPARE(state["step"].toInt(), 20);
        QCOMPARE(state["settings"].toObject()["seed"].toInt(), 77);
    }

    void aRunWithMasksHasThemAmongItsFigures()
    {
        const QString run = folder_.filePath("drops.gridscope");
        QVERIFY(test::recordRun(run, {"data=sample", "validation_samples=40", "pretrain_steps=0", "batch_size=32",
                                      "channels=4,8", "hidden=32", "steps=10", "dropbits=bitwise"}));
        const QString out = folder_.filePath("drops");
        const Told told = test::gridscope({"export", run, "--to", out, "--what", "plots"});
        QVERIFY2(told.status == 0, told.err.constData());
        QVERIFY(QImage(out + "/dropbits.png").text("gridscope").contains("\"view\":\"dropbits\""));
        const Svg svg = readSvg(out + "/dropbits.svg");
        for (const auto* text : {"DropBits", "kept", "step", "conv1", "fc2"}) {
            QVERIFY2(svg.texts.contains(text), qPrintable(svg.texts));
        }
        QVERIFY(call("pdfinfo", {out + "/views.pdf"}).out.contains("Pages:           16"));
    }

    void aPrivateDataFolderIsNotTold()
    {
        const QString run = folder_.filePath("own.gridscope");
        const QString data = folder_.filePath("secret/pictures");
        QVERIFY(QDir().mkpath(data));
        const QString installed = QStringLiteral("/usr/share/datasets/fashion-mnist/");
        for (const auto& name : QDir(installed).entryList(QDir::Files)) {
            QVERIFY(QFile::link(installed + name, data + "/" + name));
        }
        QVERIFY(test::recordRun(run, {"data=idx", "data_folder=" + data, "validation_samples=40", "train_samples=200",
                                      "test_samples=50", "pretrain_steps=0", "batch_size=32", "channels=4,8",
                                      "hidden=32", "steps=2"}));
        const QString out = folder_.filePath("own");
        const Told told = test::gridscope({"export", run, "--to", out, "--what", "plots,report,card"});
        QVERIFY2(told.status == 0, told.err.constData());
        for (const QString& name : filesIn(out, "*")) {
            QVERIFY2(!test::contentOf(out + "/" + name).contains("secret"), qPrintable(name));
        }
        QVERIFY(QImage(out + "/loss.png").text("gridscope").contains("pictures")); // its name alone is told
    }

    void svgPdfAndPngShowTheSameDrawing()
    {
        const QString made = folder_.filePath("made");
        for (const QString& png : filesIn(plots_, "*.png")) {
            const QString name = plots_ + "/" + QString(png).replace(".png", "");
            const QImage own(name + ".png");
            const Told rsvg = call("rsvg-convert", {"-w", QString::number(own.width()), "-h",
                                                    QString::number(own.height()), name + ".svg", "-o", made + ".png"});
            QVERIFY2(rsvg.status == 0, rsvg.err.constData());
            const double fromSvg = distance(own, QImage(made + ".png"));
            const bool isHairlines = png.contains("fc2");
            QVERIFY2(fromSvg < (isHairlines ? sameHairlines : sameDrawing),
                     qPrintable(name + ".svg " + QString::number(fromSvg)));
            const Told info = call("pdfinfo", {name + ".pdf"});
            QVERIFY2(info.status == 0 && info.out.contains("Pages:           1"), info.out.constData());
            const Told ppm = call("pdftoppm", {"-png", "-singlefile", "-scale-to-x", QString::number(own.width()),
                                               "-scale-to-y", QString::number(own.height()), name + ".pdf", made});
            QVERIFY2(ppm.status == 0, ppm.err.constData());
            const double fromPdf = distance(own, QImage(made + ".png"));
            QVERIFY2(fromPdf < (isHairlines ? sameHairlines : sameDrawing),
                     qPrintable(name + ".pdf " + QString::number(fromPdf)));
        }
        for (const auto* other :
             {"/loss.png", "/histogram-conv2.png", "/histogram-fc2.png"}) { // the measure tells figures apart
            const double apart = distance(QImage(plots_ + "/histogram-fc1.png"), QImage(plots_ + other));
            QVERIFY2(apart > 2 * sameDrawing, qPrintable(other + QString::number(apart)));
        }
    }

    void figuresAreAsWideAsTheColumnOrThePageOfAPaper_data()
    {
        QTest::addColumn<int>("millimetres");
        QTest::newRow("column") << 84;
        QTest::newRow("page") << 174;
    }
    void figuresAreAsWideAsTheColumnOrThePageOfAPaper()
    {
        QFETCH(const int, millimetres);
        const QString out = folder_.filePath("width" + QString::number(millimetres));
        QCOMPARE(exportTo(out, {"--what", "plots", "--width", QString::number(millimetres)}).status, 0);
        const Told info = call("pdfinfo", {out + "/loss.pdf"});
        const auto match = QRegularExpression("Page size:\\s+([0-9.]+) x").match(info.out);
        QVERIFY2(match.hasMatch(), info.out.constData());
        QVERIFY(std::abs(match.captured(1).toDouble() / 72 * 25.4 - millimetres) < 0.3);
        const QImage png(out + "/loss.png");
        QVERIFY(std::abs(png.width() * 1000.0 / png.dotsPerMeterX() - millimetres) < 0.5);
    }

    void figuresOfAnEarlierStepSayThatStep()
    {
        const QString out = folder_.filePath("earlier");
        QCOMPARE(exportTo(out, {"--what", "plots", "--step", "10"}).status, 0);
        QVERIFY(readSvg(out + "/histogram-conv1.svg").texts.contains("Histogram of conv1 at step 10"));
        QCOMPARE(QJsonDocument::fromJson(QImage(out + "/histogram-conv1.png").text("gridscope").toUtf8())
                     .object()["step"]
                     .toInt(),
                 10);
    }

    void otherProgramsCountOneFrameForEachKeptSnapshot()
    {
        const QString out = folder_.filePath("animation");
        const Told told = exportTo(out, {"--what", "animation"});
        QVERIFY2(told.status == 0, told.err.constData());
        const auto frames = qsizetype(history_.snapshots().size());
        QCOMPARE(call("webpinfo", {out + "/replay.webp"}).out.count("Chunk ANMF"), frames);
        QCOMPARE(call("giftext", {out + "/replay.gif"}).out.count("Image #"), frames);
        const Told probe = call("ffprobe", {"-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames",
                                            "-of", "csv=p=0", out + "/replay.mp4"});
        QCOMPARE(probe.out.trimmed().toLongLong(), qlonglong(frames));
        // The same run gives the same frames, byte for byte; another step's frame is another picture.
        const QString again = folder_.filePath("animation2");
        QCOMPARE(exportTo(again, {"--what", "animation"}).status, 0);
        for (const auto* name : {"/replay.webp", "/replay.gif"}) {
            QCOMPARE(test::contentOf(again + name), test::contentOf(out + name));
        }
        const auto frame = [&](int index, const QString& file) {
            const QString to = folder_.filePath(file);
            call("ffmpeg", {"-v", "error", "-y", "-i", out + "/replay.gif", "-vf",
                            "select=eq(n\\," + QString::number(index) + ")", "-frames:v", "1", to});
            return QImage(to);
        };
        const QImage first = frame(0, "first.png"), last = frame(int(frames) - 1, "last.png");
        QVERIFY(!first.isNull() && first.size() == last.size());
        QVERIFY(distance(first, last) > sameDrawing);
    }

    void aReplayThatIsStoppedLeavesNoHalfFile()
    {
        const QString longRun = folder_.filePath("long.gridscope");
        QVERIFY(test::recordRun(longRun, {"data=sample", "validation_samples=40", "pretrain_steps=0", "batch_size=16",
                                          "channels=2,4", "hidden=16", "steps=300", "snapshot_every=1"}));
        const QString out = folder_.filePath("stopped");
        QProcess process;
        process.setProcessEnvironment(test::withoutDisplay());
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), {"export", longRun, "--to", out, "--what", "animation"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(out + "/replay.webp"), 60000); // now the GIF is being made
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        const QByteArray said = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 1);
        QCOMPARE(said.count("gridscope: Stopped"), 1);
        QCOMPARE(filesIn(out, "*"), QStringList{"replay.webp"});
        QCOMPARE(call("webpinfo", {out + "/replay.webp"}).out.count("Chunk ANMF"), 301);
    }

    void theReportIsOnePageThatLoadsNothing()
    {
        const QString out = folder_.filePath("report");
        const Told told = exportTo(out, {"--what", "report"});
        QVERIFY2(told.status == 0, told.err.constData());
        const QByteArray page = test::contentOf(out + "/report.html");
        const Told parsed = call("xmllint", {"--html", "--noout", "--nonet", out + "/report.html"});
        QVERIFY2(parsed.status == 0, parsed.err.constData());
        for (const auto* outside : {"http://", "https://", "src=\"/", "<script", "<link"}) {
            QVERIFY2(!page.contains(outside), outside);
        }
        QCOMPARE(page.count("data:image/png;base64,"), 15);
        const auto picture = QRegularExpression("base64,([A-Za-z0-9+/=]+)").match(QString::fromLatin1(page));
        QVERIFY(!QImage::fromData(QByteArray::fromBase64(picture.captured(1).toLatin1())).isNull());
        const auto command = QRegularExpression("<pre>(gridscope train .*)</pre>").match(QString::fromUtf8(page));
        QVERIFY(command.hasMatch());
        // The command makes the run again: the same losses, bit for bit.
        QStringList arguments = QProcess::splitCommand(command.captured(1));
        QCOMPARE(arguments.takeFirst(), QStringLiteral("gridscope"));
        const QString again = folder_.filePath("again.gridscope");
        QCOMPARE(test::gridscope(arguments + QStringList{"--out", again}).status, 0);
        const auto repeated = run::historyOf(again.toStdString());
        QCOMPARE(repeated.steps().size(), history_.steps().size());
        for (std::size_t i = 0; i < repeated.steps().size(); ++i) {
            QVERIFY(repeated.steps()[i].trainLoss == history_.steps()[i].trainLoss);
        }
    }

    void theCardIsCompleteAndItsNumbersFollowFromItsBits()
    {
        const QString out = folder_.filePath("card");
        QCOMPARE(exportTo(out, {"--what", "card"}).status, 0);
        const QByteArray json = test::contentOf(out + "/card.json");
        QVERIFY(checkCard(json.toStdString()).empty());
        const auto card = QJsonDocument::fromJson(json).object();
        double payload = 0, weights = 0;
        const auto bits = card["weights"].toObject()["bits_per_layer"].toObject();
        for (const auto& layer : history_.start().layers) {
            payload += double(layer.parameters) * bits[QString::fromStdString(layer.name)].toInt();
            weights += double(layer.parameters);
        }
        const auto cost = card["cost"].toObject();
        QCOMPARE(cost["weight_bits_payload"].toDouble(), payload);
        QVERIFY(cost["compression_total"].toDouble() <= cost["compression_payload"].toDouble());
        QVERIFY(std::abs(card["weights"].toObject()["average_bits"].toDouble() - payload / weights) < 1e-9);
        // 4C5 on 28x28, 8C5 on 12x12, 128 -> 32 -> 10; bytes in, float between: multiplications times bits times bits.
        const double bops =
            4 * 25 * 24 * 24 * 2.0 * 8 + 8 * 4 * 25 * 8 * 8 * 3.0 * 32 + 128 * 32 * 4.0 * 32 + 32 * 10 * 8.0 * 32;
        QCOMPARE(cost["bops"].toDouble(), bops);
        QVERIFY(card["baseline"].toObject()["float_checkpoint_hash"].toString().startsWith("xxh3-128:"));
        QCOMPARE(card["result"].toObject()["test_accuracy_finalised"].toObject()["mean"].toDouble(),
                 history_.lastEvaluation("test")->quantized->accuracy);
        const QByteArray page = test::contentOf(out + "/card.md");
        QVERIFY(page.startsWith("# Quantization card: night.gridscope"));
        for (const auto* rule : {"W6:", "W8:", "W10:"}) { QVERIFY2(page.contains(rule), rule); }
    }

    void aMissingFieldIsAnErrorAndEachRuleFiresOnItsOwnCard_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("rule");
        QTest::newRow("first layer held out") << QStringList{"first_last", "first_layer_bits"} << QJsonValue(8) << "W1";
        QTest::newRow("averages leave layers out")
            << QStringList{"first_last", "excluded_from_averages"} << QJsonValue(true) << "W2";
        QTest::newRow("signs not counted") << QStringList{"weights", "sign_counted"} << QJsonValue(false) << "W3";
        QTest::newRow("dynamic ranges") << QStringList{"activations", "range"} << QJsonValue("dynamic (batch)") << "W4";
        QTest::newRow("chosen on the test set")
            << QStringList{"result", "checkpoint_choice"} << QJsonValue("best on test") << "W5";
        QTest::newRow("one seed") << QStringList{"result", "test_accuracy_finalised"}
                                  << QJsonValue(QJsonObject{{"mean", 0.9}, {"min", 0.9}, {"max", 0.9}, {"seeds", 1}})
                                  << "W6";
        QTest::newRow("float activations") << QStringList{"activations", "bits"} << QJsonValue(32) << "W8";
        QTest::newRow("float batch norm") << QStringList{"weights", "batch_norm"} << QJsonValue("float") << "W9";
        QTest::newRow("3 bits") << QStringList{"weights", "bits_per_layer"} << QJsonValue(QJsonObject{{"conv1", 3}})
                                << "W10";
        QTest::newRow("no zero") << QStringList{"weights", "zero_representable"} << QJsonValue(false) << "W11";
        QTest::newRow("lost when finalised")
            << QStringList{"result", "test_accuracy_before_finalising"} << QJsonValue(0.92) << "W12";
    }
    void aMissingFieldIsAnErrorAndEachRuleFiresOnItsOwnCard()
    {
        QFETCH(const QStringList, path);
        QFETCH(const QJsonValue, value);
        QFETCH(const QString, rule);
        auto card =
            QJsonDocument::fromJson(QByteArray::fromStdString(cardJson({history_, "x", "2026-01-01"}))).object();
        const auto set = [&card](const QString& section, const QString& field, const QJsonValue& to) {
            auto part = card[section].toObject();
            part[field] = to;
            card[section] = part;
        };
        const auto text = [&card] { return QJsonDocument(card).toJson().toStdString(); };
        set("weights", "bits_per_layer", QJsonObject{{"conv1", 4}, {"fc1", 4}}); // a card that no rule minds
        set("first_last", "first_layer_bits", 4);
        set("first_last", "last_layer_bits", 4);
        set("activations", "bits", 8);
        set("result", "test_accuracy_finalised", QJsonObject{{"mean", 0.9}, {"min", 0.9}, {"max", 0.9}, {"seeds", 3}});
        set("result", "test_accuracy_before_finalising", 0.9);
        QCOMPARE(cardWarnings(text()).size(), std::size_t(0));
        set(path[0], path[1], value);
        const auto warnings = cardWarnings(text());
        QCOMPARE(warnings.size(), std::size_t(1));
        QVERIFY2(warnings[0].starts_with(rule.toStdString() + ":"), warnings[0].c_str());
        set(path[0], path[1], QJsonValue::Null);
        QCOMPARE(checkCard(text()).size(), std::size_t(1));
        QVERIFY_EXCEPTION_THROWN(cardMarkdown(text()), FileError);
    }

    void anIndependentReaderFindsEveryNumberInTheTensorboardFile()
    {
        const QString out = folder_.filePath("tensorboard");
        QCOMPARE(exportTo(out, {"--what", "tensorboard"}).status, 0);
        const QStringList files = filesIn(out, "events.out.tfevents.*");
        QCOMPARE(files.size(), 1);
        const Told told = test::python("tensorboard_records.py", {out + "/" + files[0]});
        QVERIFY2(told.status == 0, told.err.constData());
        QHash<QByteArray, QByteArrayList> found; // "TAG STEP" -> the rest
        for (const QByteArray& line : told.out.trimmed().split('\n')) {
            const auto words = line.split(' ');
            found[words[0] + ' ' + words[1]] = words.mid(2);
        }
        for (const auto& step : history_.steps()) {
            const auto value = found.value("train/loss " + QByteArray::number(qlonglong(step.index)));
            QVERIFY(!value.isEmpty() && value[0].toDouble() == double(float(step.trainLoss)));
        }
        for (const auto& snapshot : history_.snapshots()) {
            for (std::size_t i = 0; i < snapshot->layers.size(); ++i) {
                const auto& layer = history_.start().layers[i];
                const QByteArray at =
                    QByteArray::fromStdString(layer.name) + ' ' + QByteArray::number(qlonglong(snapshot->step));
                QCOMPARE(found.value("alpha/" + at).value(0).toDouble(), double(float(snapshot->layers[i].alpha)));
                const QByteArray number = QByteArray::number(qlonglong(layer.parameters));
                for (const auto* kind : {"latent_weights/", "quantized_weights/"}) {
                    QCOMPARE(found.value(kind + at), (QByteArrayList{"histogram", number, number, "True"}));
                }
            }
        }
        QVERIFY(found.contains("accuracy_test/quantized 20"));
    }
};

QTEST_MAIN(TestExportViews)
#include "tst_export_views.moc"
