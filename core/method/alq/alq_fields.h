// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that adaptive loss-aware quantization has alone. How many bases a group begins with is the common setting `bits`.
#pragma once

#include "core/config/field.h"

namespace gridscope::run::alq_fields {

inline constexpr const char* name = "alq";
inline constexpr int mostSlots = 7; // columns of the layer's picture are numbered by a byte

inline Field whole(std::string_view key, std::string_view label, std::string_view unit, std::string_view help,
                   std::string_view start, double low, double high)
{
    return {key, "Quantization", label, unit, help, Own{Own::Kind::Whole, start}, low, high, {}, false, name};
}

inline Field number(std::string_view key, std::string_view label, std::string_view help, std::string_view start,
                    double high)
{
    return {key, "Quantization", label, "", help, Own{Own::Kind::Number, start}, 0, high, {}, false, name};
}

inline Field structure(std::string_view key, std::string_view label, std::string_view help, std::string_view start)
{
    return {key,
            "Quantization",
            label,
            "",
            help,
            Own{Own::Kind::Choice, start},
            0,
            0,
            {"channel", "kernel", "pixel"},
            false,
            name};
}

inline const Field rounds =
    whole("alq_rounds", "Rounds", "", "How often bases, coordinates and pruning follow each other.", "3", 0, 20);
inline const Field basisShare = whole("alq_basis", "Basis steps", "parts",
                                      "Length of a round's steps on bases, in parts of all steps.", "100", 0, 1000);
inline const Field coordinateShare =
    whole("alq_coordinate", "Coordinate steps", "parts",
          "Length of a round's steps on coordinates alone, in the same parts.", "100", 0, 1000);
inline const Field pruningShare =
    whole("alq_pruning", "Pruning steps", "parts", "Length of a round's pruning, in the same parts; 0 keeps all bits.",
          "50", 0, 1000);
inline const Field floatShare =
    whole("alq_ste", "Straight-through steps", "parts",
          "Length of the steps with a float copy after the last round, in the same parts.", "100", 0, 1000);
inline const Field lastShare =
    whole("alq_last", "Last coordinate steps", "parts",
          "Length of the steps on coordinates at the end, in the same parts.", "100", 0, 1000);
inline const Field prunedShare = number(
    "alq_pruned", "Pruned share", "How much a round deletes: about exp(-share) of all coordinates stay.", "0.8", 5);
inline const Field topShare =
    number("alq_top", "Competing share",
           "Share of each layer's coordinates that compete in a pruning step; a phase too short for "
           "the pruned share lets more compete.",
           "0.02", 1);
inline const Field decay =
    number("alq_decay", "Decay of coordinates", "Pulls coordinates to zero: added to their gradient.", "0", 1);
inline const Field firstConvolution =
    structure("alq_first_conv", "Groups of the first convolution",
              "Which of its weights share bases: an output channel, a kernel, or a place of "
              "the kernel over all inputs.",
              "channel");
inline const Field convolution =
    structure("alq_conv", "Groups of convolutions", "The same of all other convolutions.", "kernel");
inline const Field firstPieces = whole(
    "alq_first_pieces", "Pieces of the first rows", "",
    "Into how many groups a row of the first fully connected layer is cut; the most up to it that divide the row.", "2",
    1, 4096);
inline const Field pieces =
    whole("alq_pieces", "Pieces of rows", "", "The same of those between the first and the last one.", "2", 1, 4096);
inline const Field lastPieces =
    whole("alq_last_pieces", "Pieces of the last rows", "", "The same of the last one.", "1", 1, 4096);
inline const Field opened{
    "alq_group",
    "Recording",
    "Opened group",
    "",
    "The group of each layer that is told in full, from 0; counted on from the first after the last.",
    Own{Own::Kind::Whole, "0"},
    0,
    1e6,
    {},
    true,
    name};

} // namespace gridscope::run::alq_fields
