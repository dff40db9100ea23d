# awk -v seed=N -v kills=N -v mark=NAME=VALUE -v names='a b ...' -v pause=SECONDS -f kill.awk: kills with
# -9, at random moments some pause apart, random processes that have the mark in their environment and one of the
# names; prints the name of each. Ends after so many, or when the file STOP is there (-v stop=STOP).
function find(    file, name, found, command) {
    found = 0
    command = "grep -lsazFx '" mark "' /proc/[0-9]*/environ"
    while ((command | getline file) > 0) {
        sub(/environ$/, "", file)
        name = ""
        getline name <(file "comm")
        close(file "comm")
        if (name in wanted) {
            victim[++found] = file
            called[found] = name
        }
    }
    close(command)
    return found
}
BEGIN {
    srand(seed)
    n = split(names, list, " ")
    for (i = 1; i <= n; i++) wanted[list[i]]
    for (done = 0; done < kills && system("[ -e '" stop "' ]");) {
        system("sleep " pause * 2 * rand())
        found = find()
        if (!found) continue
        at = 1 + int(found * rand())
        split(victim[at], part, "/")
        if (system("kill -9 " part[3] " 2>/dev/null") == 0) {
            print called[at]
            fflush()
            done++
        }
    }
}
