# Surefire's XML reports in, a line per test out: passed|CLASS|TEST, failed|CLASS|TEST, skipped|CLASS|TEST|WHY.
function attribute(line, name,    at) {
    if (!match(line, " " name "=\"[^\"]*\"")) return ""
    at = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    gsub(/&quot;/, "\"", at); gsub(/&apos;/, "'", at); gsub(/&lt;/, "<", at); gsub(/&gt;/, ">", at)
    gsub(/&#(10|xa|xA);.*/, "", at); gsub(/[|]/, "/", at); gsub(/&amp;/, "\\&", at)
    return at
}
function flush_test() {
    if (test != "") print outcome "|" class "|" test (outcome == "skipped" ? "|" why : "")
    test = ""
}
# What a test printed may look like anything.
/<system-(out|err)>/ { printed = 1 }
printed { if (/<\/system-(out|err)>/) printed = 0; next }
/<testcase / {
    flush_test()
    test = attribute($0, "name"); class = attribute($0, "classname"); outcome = "passed"; why = ""
    sub(/^dev\.mica\./, "", class)
}
/<(failure|error)[ >]/ { outcome = "failed" }
/<skipped/ {
    outcome = "skipped"
    why = attribute($0, "message")
    if (why == "") { # an assumption stands in the stack trace instead
        why = $0
        sub(/^.*<!\[CDATA\[[^:]*: (Assumption failed: )?/, "", why)
        gsub(/[|]/, "/", why)
    }
}
/<\/testsuite>/ { flush_test() }
