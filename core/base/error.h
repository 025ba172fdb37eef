// SPDX-License-Identifier: GPL-3.0-or-later
// Errors are sentences for the user: each `what()` has the name, the place, the number and what to do.
#pragma once

#include <stdexcept>

namespace gridscope {

class Error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};
// A setting, preset or command-line value is wrong (exit status 2).
class ConfigError : public Error {
    using Error::Error;
};
// A file or folder cannot be used (exit status 2).
class FileError : public Error {
    using Error::Error;
};
// A run file that somebody else is writing.
class FileBusyError : public FileError {
    using FileError::FileError;
};
// A file could not be written though the call was right: the disk is full or broken (exit status 1).
class DiskError : public FileError {
    using FileError::FileError;
};
// NaN or infinity appeared while training (exit status 1).
class NumericsError : public Error {
    using Error::Error;
};

} // namespace gridscope
