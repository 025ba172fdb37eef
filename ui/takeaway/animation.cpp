// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/animation.h"

#include "core/base/error.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gif_lib.h>
#include <webp/encode.h>
#include <webp/mux.h>

namespace gridscope::ui {

namespace {

constexpr int forever = 0;

class WebPEncoder final : public AnimationEncoder {
public:
    WebPEncoder(QSize size, int rate) : rate_(rate)
    {
        WebPAnimEncoderOptions options;
        const bool known = WebPAnimEncoderOptionsInit(&options) != 0 && WebPConfigInit(&config_) != 0;
        options.anim_params.loop_count = forever;
        config_.lossless = 1;
        config_.method = 2; // a third larger than the slowest, ten times as fast
        config_.quality = 40;
        encoder_.reset(known ? WebPAnimEncoderNew(size.width(), size.height(), &options) : nullptr);
        if (!encoder_) { throw Error("The WebP library here is of another version than this program was built with."); }
    }
    void add(const QImage& frame) override
    {
        const QImage pixels = frame.convertToFormat(QImage::Format_RGB32);
        WebPPicture picture;
        if (WebPPictureInit(&picture) == 0) { fail("has another version"); }
        picture.use_argb = 1;
        picture.width = pixels.width();
        picture.height = pixels.height();
        const bool added = WebPPictureImportBGRX(&picture, pixels.constBits(), int(pixels.bytesPerLine())) != 0
                           && WebPAnimEncoderAdd(encoder_.get(), &picture, milliseconds(), &config_) != 0;
        WebPPictureFree(&picture);
        if (!added) { fail(WebPAnimEncoderGetError(encoder_.get())); }
        ++frames_;
    }
    QByteArray finish() override
    {
        WebPData data;
        WebPDataInit(&data);
        if (WebPAnimEncoderAdd(encoder_.get(), nullptr, milliseconds(), nullptr) == 0
            || WebPAnimEncoderAssemble(encoder_.get(), &data) == 0) {
            fail(WebPAnimEncoderGetError(encoder_.get()));
        }
        const QByteArray bytes(reinterpret_cast<const char*>(data.bytes), qsizetype(data.size));
        WebPDataClear(&data);
        return bytes;
    }

private:
    int milliseconds() const { return frames_ * 1000 / rate_; }
    [[noreturn]] static void fail(const std::string& why)
    {
        throw Error("The WebP animation cannot be made: " + why + ".");
    }
    struct Delete {
        void operator()(WebPAnimEncoder* encoder) const { WebPAnimEncoderDelete(encoder); }
    };
    std::unique_ptr<WebPAnimEncoder, Delete> encoder_;
    WebPConfig config_{};
    int rate_;
    int frames_ = 0;
};

class GifEncoder final : public AnimationEncoder {
public:
    GifEncoder(QSize size, int rate) : hundredths_(100 / rate)
    {
        int error = 0;
        file_ = EGifOpen(&bytes_, append, &error);
        if (file_ == nullptr) { fail(error); }
        EGifSetGifVersion(file_, true);
        require(EGifPutScreenDesc(file_, size.width(), size.height(), 8, 0, nullptr));
        const unsigned char loop[] = {1, forever, 0};
        require(EGifPutExtensionLeader(file_, APPLICATION_EXT_FUNC_CODE));
        require(EGifPutExtensionBlock(file_, 11, "NETSCAPE2.0"));
        require(EGifPutExtensionBlock(file_, sizeof loop, loop));
        require(EGifPutExtensionTrailer(file_));
    }
    GifEncoder(const GifEncoder&) = delete;
    GifEncoder& operator=(const GifEncoder&) = delete;
    ~GifEncoder() override
    {
        if (file_ != nullptr) { EGifCloseFile(file_, nullptr); }
    }
    void add(const QImage& frame) override
    {
        // Each frame has a palette of its own, so colours do not change with what came before.
        const QImage indexed = frame.convertToFormat(QImage::Format_Indexed8, Qt::ThresholdDither | Qt::AvoidDither);
        ColorMapObject* map = GifMakeMapObject(256, nullptr);
        if (map == nullptr) { fail(E_GIF_ERR_NOT_ENOUGH_MEM); }
        const auto colors = indexed.colorTable();
        for (qsizetype i = 0; i < colors.size(); ++i) {
            map->Colors[i] = {GifByteType(qRed(colors[i])), GifByteType(qGreen(colors[i])),
                              GifByteType(qBlue(colors[i]))};
        }
        const unsigned char control[] = {0, static_cast<unsigned char>(hundredths_), 0, 0};
        const int put = EGifPutExtension(file_, GRAPHICS_EXT_FUNC_CODE, sizeof control, control) == GIF_OK
                            ? EGifPutImageDesc(file_, 0, 0, indexed.width(), indexed.height(), false, map)
                            : GIF_ERROR;
        GifFreeMapObject(map);
        require(put);
        std::vector<GifPixelType> line(std::size_t(indexed.width()));
        for (int y = 0; y < indexed.height(); ++y) {
            std::copy_n(indexed.constScanLine(y), line.size(), line.begin()); // giflib writes into what it is given
            require(EGifPutLine(file_, line.data(), indexed.width()));
        }
    }
    QByteArray finish() override
    {
        int error = 0;
        const int closed = EGifCloseFile(file_, &error);
        file_ = nullptr;
        if (closed != GIF_OK) { fail(error); }
        return bytes_;
    }

private:
    static int append(GifFileType* file, const GifByteType* bytes, int count)
    {
        static_cast<QByteArray*>(file->UserData)->append(reinterpret_cast<const char*>(bytes), count);
        return count;
    }
    void require(int result) const
    {
        if (result != GIF_OK) { fail(file_->Error); }
    }
    [[noreturn]] static void fail(int error)
    {
        const char* why = GifErrorString(error);
        throw Error(std::string("The GIF animation cannot be made: ") + (why != nullptr ? why : "unknown reason")
                    + ".");
    }
    QByteArray bytes_;
    GifFileType* file_ = nullptr;
    int hundredths_;
};

// Frames go through a pipe; the file comes to be in a temporary folder, because MP4 needs to go back in it.
class Mp4Encoder final : public AnimationEncoder {
public:
    Mp4Encoder(const QString& program, QSize size, int rate)
    {
        const QString shape = QStringLiteral("%1x%2").arg(size.width()).arg(size.height());
        process_.setProcessChannelMode(QProcess::MergedChannels);
        process_.start(program, {"-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgra", "-s",
                                 shape, "-r", QString::number(rate), "-i", "-", "-pix_fmt", "yuv420p", "-movflags",
                                 "+faststart", file()});
        if (!folder_.isValid() || !process_.waitForStarted()) { fail(); }
    }
    ~Mp4Encoder() override
    {
        if (process_.state() != QProcess::NotRunning) { // cancelled
            process_.kill();
            process_.waitForFinished();
        }
    }
    void add(const QImage& frame) override
    {
        const QImage pixels = frame.convertToFormat(QImage::Format_RGB32);
        process_.write(reinterpret_cast<const char*>(pixels.constBits()), pixels.sizeInBytes());
        while (process_.bytesToWrite() > 0) {
            if (!process_.waitForBytesWritten()) { fail(); }
        }
    }
    QByteArray finish() override
    {
        process_.closeWriteChannel();
        constexpr int longest = 10 * 60 * 1000; // milliseconds
        if (!process_.waitForFinished(longest) || process_.exitCode() != 0) { fail(); }
        QFile made(file());
        if (!made.open(QIODevice::ReadOnly)) { fail(); }
        return made.readAll();
    }

private:
    QString file() const { return folder_.filePath(QStringLiteral("replay.mp4")); }
    [[noreturn]] void fail()
    {
        const QByteArray said = process_.readAll().trimmed().split('\n').last();
        throw Error("ffmpeg could not make the MP4 file: "
                    + (said.isEmpty() ? process_.errorString() : QString::fromUtf8(said)).toStdString() + ".");
    }
    QTemporaryDir folder_;
    QProcess process_;
};

} // namespace

std::unique_ptr<AnimationEncoder> webpEncoder(QSize size, int rate)
{
    return std::make_unique<WebPEncoder>(size, rate);
}

std::unique_ptr<AnimationEncoder> gifEncoder(QSize size, int rate) { return std::make_unique<GifEncoder>(size, rate); }

std::unique_ptr<AnimationEncoder> mp4Encoder(QSize size, int rate)
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    return program.isEmpty() ? nullptr : std::make_unique<Mp4Encoder>(program, size, rate);
}

} // namespace gridscope::ui
