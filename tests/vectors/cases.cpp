// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/wording.h"
#include "tests/vectors/vectors.h"

namespace gridscope::vectors {

namespace {

// A sample of a larger file may name a case that it does not have: nothing can be asked then.
struct NotInTheFile : ConfigError {
    using ConfigError::ConfigError;
};

const Json& caseNamed(const Json& cases, const std::string& id)
{
    for (const Json& one : cases) {
        if (one.at("id") == id) { return one; }
    }
    throw NotInTheFile("There is no case " + run::inQuotes(id) + " to see in this file.");
}

Json withSeen(const Json& cases, const Json& in)
{
    Json all = in;
    if (!in.contains("see")) { return all; }
    const auto see = in.at("see").get<std::string>();
    const Json& seen = caseNamed(cases, see.substr(0, see.find(' '))); // words may follow: "a/b for x and labels"
    all["see_in"] = withSeen(cases, seen.at("in"));
    all["see_out"] = seen.at("out");
    return all;
}

Verdict judgedCase(const Json& cases, const Json& one, const Kind* kind)
{
    Verdict verdict{one.at("id").get<std::string>(), one.at("kind").get<std::string>(), Verdict::How::Skipped, 0, {}};
    if (kind == nullptr) {
        verdict.why = "no judge knows this kind";
        return verdict;
    }
    Judge judge;
    try {
        (*kind)(withSeen(cases, one.at("in")), one.at("out"), judge);
        verdict.why = judge.hasPassed() || !judge.fault().empty() ? judge.fault() : "nothing was asked";
    } catch (const NotInTheFile& error) {
        verdict.why = error.what();
        return verdict;
    } catch (const std::exception& error) {
        verdict.why = error.what();
    }
    verdict.how = verdict.why.empty() ? Verdict::How::Passed : Verdict::How::Failed;
    verdict.largest = judge.largestDifference();
    return verdict;
}

} // namespace

const Kinds* kindsOf(const std::string& method)
{
    static const std::map<std::string, Kinds> all{
        {"BSQ", bsqKinds()}, {"ALQ", alqKinds()}, {"MD", mdKinds()}, {"LAPQ", lapqKinds()}};
    const auto found = all.find(method);
    return found == all.end() ? nullptr : &found->second;
}

std::vector<Verdict> judged(const std::string& text, const std::string& fileName)
{
    const Json file = Json::parse(text, nullptr, false);
    if (!file.is_object() || !file.contains("method") || !file.contains("cases")) {
        throw ConfigError(run::inQuotes(fileName) + " is no file of reference vectors: it has no method and cases.");
    }
    const Kinds* kinds = kindsOf(file.at("method").get<std::string>());
    std::vector<Verdict> all;
    for (const Json& one : file.at("cases")) {
        const bool isKnown = kinds != nullptr && kinds->contains(one.at("kind").get<std::string>());
        all.push_back(
            judgedCase(file.at("cases"), one, isKnown ? &kinds->at(one.at("kind").get<std::string>()) : nullptr));
    }
    return all;
}

} // namespace gridscope::vectors
