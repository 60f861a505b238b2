# watchdog.sh: how the guard feeds the device that resets this machine. Sourced by guard.sh.
#
#   watchdog        made by others: "timeout slack device", in ms: the device resets the machine `timeout` after it was
#                   fed last. Linux watchdog API: to open it arms and feeds it, each byte feeds it, a V before the end
#                   disarms it; the end of whoever has it open, without V, feeds it once more
#   watchdog.armed  there since before the device was opened; "timeout device" while the guard has it open
#   watchdog.tight  while it is there the device fires before the lease ends
#
# The law: while something is held the device fires at least `slack` before the deadline. So it is fed only while
# now + timeout + slack <= deadline; and, whatever the lease, once nothing can be started under it any more and nothing
# is held. Before it is fed like that `watchdog.tight` goes, and at the next look everything held is looked at again: a
# launcher writes its record before it looks for that file, so one of the two sees the other. A launcher that does not
# find it starts only under a lease that ends after whatever was fed until now has fired.
#
# So nobody feeds for what is alive when it must not be, and a guard that stands still feeds nothing.

dog=         # the open device
dog_opened=  # its name
dog_errors=  # where the reason why it cannot be opened goes: into the log, once

# What an earlier guard fed, and whether its end did, is not known here. To be called before others know this one.
forget_watchdog() {
    [[ -e watchdog.tight ]] && rm -f watchdog.tight
    [[ -e watchdog.armed ]] && : >watchdog.armed
}

# One look, after that of enforce(), which sets `left`; `expired` is set while the time for starts is over.
look_after_watchdog() {
    look_at_watchdog
    [[ -n $dog && $dog_device != "$dog_opened" ]] && nothing_held && disarm_watchdog
    [[ -n $dog$dog_device ]] || return
    look_at_lease
    look_at_clock
    if ((now + dog_timeout + dog_slack <= deadline)); then
        feed_watchdog
        [[ -e watchdog.tight ]] || : >watchdog.tight
    elif [[ -n $expired && -z $left ]] && ((now >= deadline - margin)); then
        if [[ -e watchdog.tight ]]; then
            rm -f watchdog.tight
            hurry=yes
        else
            feed_watchdog
        fi
    fi
}

feed_watchdog() {
    [[ -n $dog ]] || open_watchdog || return
    printf . 2>/dev/null >&"$dog"
}

open_watchdog() {
    [[ -n $dog_device ]] || return
    if [[ ! -e watchdog.armed ]]; then
        : >watchdog.armed
        hurry=yes
        return 1
    fi
    # Never a plain file: to open one would make it.
    if [[ -c $dog_device || -p $dog_device ]] && { exec {dog}>"$dog_device"; } 2>>"${dog_errors:-guard.log}"; then
        dog_opened=$dog_device
        dog_errors=
        echo "$dog_timeout $dog_device" >watchdog.armed
        say "feeds $dog_device, which resets this machine $dog_timeout ms after it was fed last"
        return
    fi
    dog=
    [[ -n $dog_errors ]] || say "cannot open $dog_device; tries again and again"
    dog_errors=/dev/null
    return 1
}

# Only while nothing is held.
disarm_watchdog() {
    [[ -n $dog ]] || return
    printf V 2>/dev/null >&"$dog"
    close_watchdog
    say "disarmed $dog_opened"
    dog_opened=
    rm -f watchdog.armed watchdog.tight
}

# Closes the copy of the open device that this process has; without a V before it, the last close feeds it.
close_watchdog() {
    [[ -n $dog ]] && exec {dog}>&-
    dog=
}
