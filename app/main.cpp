// SPDX-License-Identifier: GPL-3.0-or-later
// The program: hands the command line over, and tells what went wrong.
#include "app/allocator.h"
#include "app/command_line.h"
#include "app/picture_decoder.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/data/picture_folder.h"

#include <csignal>
#include <new>

namespace {

using namespace gridscope;

constexpr int runFailed = 1; // the exit status

} // namespace

int main(int argc, char** argv)
{
    app::tuneAllocator();
    app::preferPassiveWaiting();
    app::startWithOneBlasThread();
    data::setPictureDecoder(app::decodePicture);
    std::signal(SIGXFSZ, SIG_IGN); // a file-size limit is told as a full disk, not as a death
    try {
        return app::CommandLine().answer(argc, argv);
    } catch (const DiskError& error) {
        app::complain(error.what());
        return runFailed;
    } catch (const Error& error) {
        app::complain(error.what());
        return app::callIsWrong;
    } catch (const std::bad_alloc&) {
        app::complain("There is not enough memory for that.");
        return runFailed;
    } catch (const std::exception& error) { // of a library: a thread that the system does not give, say
        app::complain(std::string("Gridscope cannot go on: ") + error.what() + ".");
        return runFailed;
    }
}
