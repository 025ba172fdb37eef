// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_lock.h"

#include "core/file/database.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace gridscope::run {

namespace {

[[noreturn]] void failToLock(const std::string& path, int error)
{
    throw FileError("Cannot write the run file " + quotedPath(path) + ": " + std::strerror(error) + ".");
}

} // namespace

RunLock::RunLock(const std::string& path) : path_(path)
{
    std::error_code ignored;
    const auto target = std::filesystem::weakly_canonical(path, ignored); // a link leads to the same lock
    neighbour_ = (ignored ? path : target.string()) + "-lock";
    while (!tryOnce()) {}
}

bool RunLock::tryOnce()
{
    handle_ = ::open(neighbour_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (handle_ < 0) { failToLock(path_, errno); }
    if (::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(handle_);
        if (error != EWOULDBLOCK) { failToLock(path_, error); }
        throw FileBusyError("The run file " + quotedPath(path_)
                            + " is being written by another Gridscope; wait for it or choose another name.");
    }
    // Its last owner may have removed the neighbour between our open and our lock.
    const bool isSame = isHeld();
    if (!isSame) { ::close(handle_); }
    return isSame;
}

bool RunLock::isHeld() const
{
    struct stat ours {};
    struct stat named {};
    return ::fstat(handle_, &ours) == 0 && ::stat(neighbour_.c_str(), &named) == 0 && ours.st_dev == named.st_dev
           && ours.st_ino == named.st_ino;
}

RunLock::~RunLock()
{
    if (isHeld()) { ::unlink(neighbour_.c_str()); } // else it is another's
    ::close(handle_);
}

OpenMark::OpenMark(const std::string& path) : neighbour_(path + "-open")
{
    handle_ = ::open(neighbour_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (handle_ >= 0) { ::flock(handle_, LOCK_SH | LOCK_NB); }
}

OpenMark::~OpenMark()
{
    if (handle_ < 0) { return; }
    if (::flock(handle_, LOCK_EX | LOCK_NB) == 0) { ::unlink(neighbour_.c_str()); } // we were the last
    ::close(handle_);
}

bool OpenMark::isOpen(const std::string& path)
{
    const int handle = ::open((path + "-open").c_str(), O_RDWR | O_CLOEXEC);
    if (handle < 0) { return false; }
    const bool isFree = ::flock(handle, LOCK_EX | LOCK_NB) == 0;
    if (isFree) { ::unlink((path + "-open").c_str()); } // of a program that was killed
    ::close(handle);
    return !isFree;
}

bool isOnNetwork(const std::string& folder)
{
    // statfs(2): NFS, SMB, CIFS, SMB2, FUSE, Lustre, GPFS, Ceph, AFS, Coda, OCFS2, GFS2, BeeGFS, OrangeFS, 9p, VirtualBox.
    static constexpr std::array<std::uint32_t, 16> magics = {
        0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x65735546, 0x0BD00BD0, 0x47504653, 0x00C36400,
        0x5346414F, 0x73757245, 0x7461636F, 0x01161970, 0x19830326, 0x20030528, 0x01021997, 0x786F4256};
    struct statfs status {};
    if (::statfs(folder.empty() ? "." : folder.c_str(), &status) != 0) { return false; }
    return std::ranges::find(magics, std::uint32_t(status.f_type)) != magics.end();
}

} // namespace gridscope::run
