// SPDX-License-Identifier: GPL-3.0-or-later
// A training on every kind of data with nothing held out, with too little to hold anything out, and with what it is told of them.
#include "app/picture_decoder.h"
#include "core/data/picture_folder.h"
#include "core/run/history.h"
#include "core/run/worker.h"
#include "core/train/training_job.h"
#include "tests/support/tiny_run.h"
#include "tests/support/write_file.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

using namespace gridscope;

namespace {

using test::write;

QByteArray idx(std::initializer_list<int> shape, const QByteArray& values)
{
    QByteArray bytes = QByteArray("\0\0\x08", 3) + char(shape.size());
    for (const int size : shape) { bytes += QByteArray("\0\0\0", 3) + char(size); }
    return bytes + values;
}

QByteArray npy(const QByteArray& shape, const QByteArray& values)
{
    const QByteArray header =
        ("{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }").leftJustified(117, ' ') + '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header + values;
}

// Ten training samples of two classes, of the kind.
void writeData(const QString& folder, const QString& kind)
{
    const QByteArray labels("\0\1\0\1\0\1\0\1\0\1", 10),
        pictures = QByteArray("\x10\x20\x30\x40\xF0\xE0\xD0\xC0", 8).repeated(5);
    QByteArray rows, batch;
    for (int i = 0; i < 10; ++i) {
        rows += QByteArray::number(i) + "," + QByteArray::number(i % 2) + "\n";
        batch += QByteArray(1, char(i % 2)) + QByteArray(3072, char(25 * i));
        QImage image(9, 9, QImage::Format_RGB32);
        image.fill(i % 2 == 0 ? Qt::red : Qt::blue);
        const QString name = QString("%1/%2/%3.png").arg(folder).arg(i % 2).arg(i);
        if (kind == "folder") { QVERIFY(QDir().mkpath(QFileInfo(name).path()) && image.save(name)); }
    }
    if (kind == "csv") { write(folder + "/data.csv", rows); }
    if (kind == "cifar10") {
        write(folder + "/data_batch_1.bin", batch);
        write(folder + "/test_batch.bin", batch);
    }
    for (const QString part : {"train", "test"}) {
        if (kind == "npy") {
            write(folder + "/" + part + "_images.npy", npy("10, 2, 2", pictures));
            write(folder + "/" + part + "_labels.npy", npy("10,", labels));
        }
        if (kind == "idx") {
            const QString name = part == "train" ? "train" : "t10k";
            write(folder + "/" + name + "-images-idx3-ubyte", idx({10, 2, 2}, pictures));
            write(folder + "/" + name + "-labels-idx1-ubyte", idx({10}, labels));
        }
    }
}

run::History trained(const run::RunConfig& config)
{
    train::Cache cache;
    run::History history;
    run::Control control;
    run::runJob([&](run::Control& c, run::Sink& sink) { train::TrainingJob(config, cache, c, sink).run(); }, control,
                history);
    return history;
}

run::RunConfig configOf(const QString& kind, const QString& folder, int validationSamples)
{
    run::RunConfig config = test::tinyRun(
        {"network=mlp", "pretrain_steps=2", "steps=3", "evaluate_every=1", "train_samples=0", "picture_size=8"});
    config.data = kind.toStdString();
    config.dataFolder = (kind == "csv" ? folder + "/data.csv" : folder).toStdString();
    config.validationSamples = validationSamples;
    return config;
}

const QStringList kinds = {"moons", "sample", "idx", "npy", "csv", "folder", "cifar10"};

} // namespace

class TestDataTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { data::setPictureDecoder(app::decodePicture); }

    void withNothingHeldOutTheTestSetAloneIsMeasured_data()
    {
        QTest::addColumn<QString>("kind");
        for (const QString& kind : kinds) { QTest::newRow(qPrintable(kind)) << kind; }
    }
    void withNothingHeldOutTheTestSetAloneIsMeasured()
    {
        QFETCH(const QString, kind);
        const QTemporaryDir folder;
        writeData(folder.path(), kind);
        const run::History history = trained(configOf(kind, folder.path(), 0));
        QVERIFY2(history.end()->how == run::End::How::Finished, history.end()->message.c_str());
        QCOMPARE(history.evaluations().size(), std::size_t(1));
        QCOMPARE(history.evaluations().front().set, std::string("test"));
        QVERIFY(std::isfinite(history.evaluations().front().quantized->accuracy));
    }

    void setsThatAreTooSmallForATenthAreTrainedToo_data() { withNothingHeldOutTheTestSetAloneIsMeasured_data(); }
    void setsThatAreTooSmallForATenthAreTrainedToo()
    {
        QFETCH(const QString, kind);
        const QTemporaryDir folder;
        writeData(folder.path(), kind);
        const run::History history = trained(configOf(kind, folder.path(), run::RunConfig{}.validationSamples));
        QVERIFY2(history.end()->how == run::End::How::Finished, history.end()->message.c_str());
    }

    void oneSampleIsEnoughToTrainOn()
    {
        run::RunConfig config = configOf("moons", "", 0);
        config.trainSamples = config.batchSize = 1;
        QVERIFY(trained(config).end()->how == run::End::How::Finished);
    }

    void theStartTellsTheClassesAndTheirCounts()
    {
        const QTemporaryDir folder;
        writeData(folder.path(), "csv");
        const run::History history = trained(configOf("csv", folder.path(), 1));
        QCOMPARE(history.start().dataNotes.at(0), std::string("2 classes, training/validation/test: 0 4/0/1, 1 4/0/1"));
        QCOMPARE(history.start().dataNotes.at(1),
                 std::string(
                     "nothing is held out for validation, so accuracy is measured at the end only, on the test set"));
    }
};

QTEST_GUILESS_MAIN(TestDataTraining)
#include "tst_data_training.moc"
