# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for fish: what can be typed is asked of kittectl itself.

function __kittectl_commands
    kittectl --help 2>/dev/null | string replace -rf '^  ([a-z]+) +(.*)' '$1\t$2'
end

function __kittectl_options
    set -l words (commandline -opc)
    kittectl $words[2] --help 2>/dev/null | string replace -rf '^  .*(--[a-z-]+)\S* +(.*)' '$1\t$2'
end

function __kittectl_ids
    LC_ALL=C kittectl $argv --json 2>/dev/null | string replace -rf '^ *"id" : "([^"]*)",?' '$1'
end

function __kittectl_presets_word
    set -l words (commandline -opc)
    test "$words[2]" = presets; and test (count $words) = 2
end

function __kittectl_presets_show
    set -l words (commandline -opc)
    test "$words[2..3]" = "presets show"
end

complete -c kittectl -f
complete -c kittectl -n __fish_use_subcommand -a '(__kittectl_commands)'
complete -c kittectl -n 'not __fish_use_subcommand' -a '(__kittectl_options)'
complete -c kittectl -n __kittectl_presets_word -a 'list show check'
complete -c kittectl -n '__fish_seen_subcommand_from brand' -a check -F
complete -c kittectl -n '__fish_contains_opt live' -a '(__kittectl_ids presets list)'
complete -c kittectl -n __kittectl_presets_show -a '(__kittectl_ids presets list)'
complete -c kittectl -n '__fish_seen_subcommand_from export' -a '(__kittectl_ids presets list)'
complete -c kittectl -n '__fish_seen_subcommand_from undo' -a '(__kittectl_ids undo --list)'
complete -c kittectl -n '__fish_seen_subcommand_from explain check' -F
complete -c kittectl -n '__fish_seen_subcommand_from setup' -l for -x -a 'thunderbird evolution msmtp'
complete -c kittectl -n '__fish_seen_subcommand_from export' -l format -x -a 'autoconfig autodiscover mobileconfig srv help qr qr-png'
complete -c kittectl -n '__fish_seen_subcommand_from lookup' -l from -r -F
