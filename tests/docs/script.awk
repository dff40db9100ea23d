# An example block as a shell script that prints its own commands as a terminal shows them.
# A command goes on in the next line after a backslash or a bar.
/^[$] / || more {
    show = $0
    gsub(/'/, "'\\''", show)
    script = script sprintf("printf '%%s\\n' '%s'\n", show)
    command = command (more ? $0 : substr($0, 3)) "\n"
    more = /[\\|]$/
    if (!more) {
        script = script "(exit ${status-0})\n" command "status=$?\n" # so that echo $? says the truth
        command = ""
    }
}
END { printf "%s", script command }
