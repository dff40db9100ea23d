# awk -v seed=N -v kills=N -v mark=NAME=VALUE -v names='a b ...' -v pause=SECONDS -v stop=STOP -f kill.awk: kills with
# -9, at random moments some pause apart, random processes that have the mark in their environment and one of the
# names; prints the name of each. Ends after so many, or when the folder STOP has a file stop, or is gone.
# To victims[NAME] the processes of each name.
function find(    file, name, command) {
    split("", victims)
    command = "grep -lsazEx '" mark "' /proc/[0-9]*/environ"
    while ((command | getline file) > 0) {
        sub(/environ$/, "", file)
        name = ""
        getline name <(file "comm")
        close(file "comm")
        if (name in wanted) victims[name] = victims[name] file " "
    }
    close(command)
}
# One of the names that are there, which are as likely as each other.
function choose(    i, n, there) {
    find()
    for (i = 1; i <= names_count; i++)
        if (list[i] in victims) there[++n] = list[i]
    return n ? there[1 + int(n * rand())] : ""
}
function pid(files,    n, part) {
    n = split(files, part, " ")
    split(part[1 + int(n * rand())], part, "/")
    return part[3]
}
BEGIN {
    srand(seed)
    names_count = split(names, list, " ")
    for (i = 1; i <= names_count; i++) wanted[list[i]]
    for (done = 0; done < kills && !system("[ ! -e " stop "/stop ] && [ -d " stop " ]");) {
        system("sleep " pause * 2 * rand())
        name = choose()
        if (name != "" && system("kill -9 " pid(victims[name]) " 2>/dev/null") == 0) {
            print name
            fflush()
            done++
        }
    }
}
