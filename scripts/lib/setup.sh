# shellcheck shell=bash
# What scripts/start and scripts/test share: a virtual environment with the project in it, the
# models, and PortAudio. Sourced with ROOT set to the checkout. Each step is skipped when its
# result is there, so an interrupted set-up goes on where it broke off.

VENV="$ROOT/.venv"

say() { printf '%s\n' "voiceguide: $*" >&2; }

die() {
    say "$@"
    exit 1
}

# run COMMAND...: what changes the system; with DRY it is only printed.
run() {
    if [[ ${DRY-} ]]; then
        printf '   '
        printf ' %q' "$@"
        printf '\n'
    else
        "$@"
    fi
}

# set_up run|dev: everything that is missing.
set_up() {
    local kind=$1
    if ! is_stamped "$kind"; then
        # One set-up at a time; the lock is freed by the system, however this process ends.
        FIRST_TIME=yes
        exec 9<"$ROOT/scripts/lib/setup.sh"
        flock 9
        ensure_venv
        is_stamped "$kind" || install_project "$kind"
        exec 9<&-
    fi
    ensure_portaudio
    ensure_libatomic
    [[ $kind != dev ]] || { ensure_virtual_card && ensure_voices; }
}

# ---- what is there already -------------------------------------------------------------------

# What decides whether the installation is still the right one: the declared dependencies, the
# interpreter, and the place (a virtual environment cannot be moved).
wanted_stamp() {
    "$VENV/bin/python" --version 2>/dev/null || return 1
    printf '%s\n' "$ROOT"
    sha256sum <"$ROOT/pyproject.toml"
}

is_stamped() {
    local wanted
    [[ -x $VENV/bin/voiceguide ]] || return 1
    wanted=$(wanted_stamp) || return 1
    [[ $(cat -- "$VENV/installed-$1" 2>/dev/null) == "$wanted" ]]
}

# ---- Python ----------------------------------------------------------------------------------

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    die "Python 3.11 or newer is needed. On Debian 12 or newer: sudo apt-get install python3"
}

ensure_venv() {
    local python
    # An interrupted creation leaves an environment without pip; a moved one points nowhere.
    if [[ -f $VENV/made-for && $(<"$VENV/made-for") == "$ROOT" ]] &&
        "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv ||
            die "Python's venv module is missing. Install it, then run this again:" \
                "sudo apt-get install python3-venv"
    fi
    say "Making a virtual environment in $VENV ..."
    run "$python" -m venv --clear "$VENV" || die "The virtual environment could not be made."
    [[ ${DRY-} ]] || printf '%s\n' "$ROOT" >"$VENV/made-for"
}

# ---- the project -----------------------------------------------------------------------------

install_project() {
    local kind=$1 stamp group=()
    rm -f -- "$VENV"/installed-*
    say "Installing the program and what it needs (300 MB, some minutes on a small computer) ..."
    [[ $kind == run ]] || group=(--group dev)
    # The first pip that knows dependency groups; Debian 12 brings 23.0.
    if ! pip_install --upgrade 'pip>=25.1' ||
        ! (cd -- "$ROOT" && pip_install --editable . "${group[@]}"); then
        die "The installation failed; the lines above say why. Run this again to go on."
    fi
    "$VENV/bin/python" -m voiceguide.models || exit
    # Only now is everything there. A later start looks no further than at these files.
    stamp=$(wanted_stamp)
    printf '%s\n' "$stamp" >"$VENV/installed-run"
    [[ $kind == run ]] || printf '%s\n' "$stamp" >"$VENV/installed-dev"
}

pip_install() {
    local quiet=(--quiet)
    [[ -t 2 ]] && quiet=()
    # What the program says goes to the first stream, so what pip says goes to the other.
    run env PIP_USER=0 "$VENV/bin/python" -m pip install --disable-pip-version-check "${quiet[@]}" "$@" >&2
}

# ---- Debian packages -------------------------------------------------------------------------

has_library() {
    { /sbin/ldconfig -p || ldconfig -p; } 2>/dev/null | grep --fixed-strings "$1" >/dev/null
}

ensure_portaudio() {
    has_library libportaudio.so.2 || apt_install libportaudio2 ||
        say "No live sound without PortAudio. To get it: sudo apt-get install libportaudio2"
}

# Vosk needs it on ARM only.
ensure_libatomic() {
    [[ $(uname -m) != aarch64 ]] || has_library libatomic.so.1 || apt_install libatomic1 ||
        die "Vosk needs libatomic1. To get it: sudo apt-get install libatomic1"
}

# The tests of the sound card run on a sound server of their own.
ensure_virtual_card() {
    { command -v pulseaudio && command -v parec; } >/dev/null ||
        apt_install pulseaudio pulseaudio-utils libasound2-plugins ||
        say "The sound card's tests cannot run. For them: sudo apt-get install pulseaudio" \
            "pulseaudio-utils libasound2-plugins"
}

# The short benchmark of the ears listens to people of several engines.
ensure_voices() {
    local packages=(flite festival festvox-us-slt-hts festvox-kallpc16k festvox-kdlpc16k espeak-ng)
    { command -v flite && command -v text2wave && command -v espeak-ng; } >/dev/null ||
        apt_install "${packages[@]}" ||
        say "The short benchmark of the ears cannot run. For it: sudo apt-get install ${packages[*]}"
}

# apt_install PACKAGE...: false when it could not be done. A password is asked for only while
# setting up, on a terminal, and after saying what for.
apt_install() {
    local as_root=() log
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get --yes --no-install-recommends
        --option DPkg::Lock::Timeout=60)
    if [[ ${DRY-} ]]; then
        run "${apt[@]}" install "$@"
        return
    fi
    command -v apt-get >/dev/null || return 1
    if ((EUID != 0)); then
        command -v sudo >/dev/null || return 1
        if ! sudo -n true 2>/dev/null; then
            [[ ${FIRST_TIME-} && -t 0 && -t 2 ]] || return 1
            sudo -v -p "[sudo] password for %u, to install $* (Ctrl-C: not now): " || return 1
        fi
        as_root=(sudo)
    fi
    as_root+=("${apt[@]}")
    say "Installing the Debian package $* (apt-get) ..."
    log=$(mktemp)
    if "${as_root[@]}" install "$@" >"$log" 2>&1; then
        rm -f -- "$log"
        return
    fi
    # A fresh machine has no package lists yet, an old one has stale ones.
    if "${as_root[@]}" update >"$log" 2>&1 && "${as_root[@]}" install "$@" >"$log" 2>&1; then
        rm -f -- "$log"
        return
    fi
    tail -n 3 -- "$log" >&2
    rm -f -- "$log"
    return 1
}
