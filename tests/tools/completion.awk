# Shell completion out of a program's --help.
#     PROGRAM --help | awk -f completion.awk -v shell=bash|zsh|fish -v name=PROGRAM
# An option's line in the help is "  -j, --jobs N   what it does", or with six blanks and no letter.
# An argument FILE is completed with names of files, a|b|c with these words.
/^ +(-[A-Za-z0-9], )?--[a-z0-9-]+/ {
    line = $0
    sub(/^ +/, "", line)
    letter = ""
    if (line ~ /^-[A-Za-z0-9], /) {
        letter = substr(line, 2, 1)
        line = substr(line, 5)
    }
    match(line, /^--[a-z0-9-]+/)
    option = substr(line, 3, RLENGTH - 2)
    line = substr(line, RLENGTH + 1)
    argument = ""
    if (line ~ /^[ =][^ ]/) {
        argument = substr(line, 2)
        sub(/ .*/, "", argument)
        line = substr(line, length(argument) + 2)
    }
    sub(/^ +/, "", line)
    gsub(/[][':\\]/, "", line)
    n++
    letters[n] = letter; options[n] = option; arguments[n] = argument; helps[n] = line
}
function words(argument) {
    gsub(/[|]/, " ", argument)
    return argument
}
function bash(i, all, files, cases) {
    for (i = 1; i <= n; i++) {
        all = all " --" options[i] (letters[i] != "" ? " -" letters[i] : "")
        if (arguments[i] == "") continue
        pattern = "--" options[i] (letters[i] != "" ? "|-" letters[i] : "")
        if (arguments[i] ~ /FILE/)
            files = files (files == "" ? "" : "|") pattern
        else
            cases = cases "    " pattern ") COMPREPLY=($(compgen -W '" \
                (arguments[i] ~ /[|]/ ? words(arguments[i]) : "") "' -- \"$word\")); return ;;\n"
    }
    gsub(/[^A-Za-z0-9]/, "_", id)
    printf "_%s() {\n    local word=${COMP_WORDS[COMP_CWORD]}\n    case ${COMP_WORDS[COMP_CWORD-1]} in\n", id
    if (files != "") printf "    %s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", files
    printf "%s    esac\n", cases
    printf "    case $word in\n    -*) COMPREPLY=($(compgen -W '%s' -- \"$word\")) ;;\n", substr(all, 2)
    printf "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\ncomplete -o filenames -F _%s %s\n", id, name
}
function zsh(i, action) {
    printf "#compdef %s\n_arguments -s", name
    for (i = 1; i <= n; i++) {
        action = arguments[i] == "" ? "" : ":" tolower(arguments[i]) ":"
        gsub(/[|]/, "-or-", action)
        if (arguments[i] ~ /FILE/) action = action "_files"
        if (arguments[i] ~ /[|]/) action = action "(" words(arguments[i]) ")"
        if (letters[i] != "") printf " \\\n    '-%s[%s]%s'", letters[i], helps[i], action
        printf " \\\n    '--%s[%s]%s'", options[i], helps[i], action
    }
    printf " \\\n    '*:file:_files'\n"
}
function fish(i) {
    for (i = 1; i <= n; i++) {
        printf "complete -c %s -l %s", name, options[i]
        if (letters[i] != "") printf " -s %s", letters[i]
        if (arguments[i] ~ /FILE/) printf " -r"
        else if (arguments[i] != "") printf " -x"
        if (arguments[i] ~ /[|]/) printf " -a '%s'", words(arguments[i])
        printf " -d '%s'\n", helps[i]
    }
}
END {
    id = name
    if (shell == "bash") bash()
    if (shell == "zsh") zsh()
    if (shell == "fish") fish()
}
