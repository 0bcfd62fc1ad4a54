# shellcheck shell=bash
# What the other commands need, installed once per user. Sourced by ./x.
#
# Compiled tools live in $cache/<tool>-<version>/bin, so a second clone finds them.
# Two compilers are known:
#   rustup   the ordinary way: `rustup target add wasm32-unknown-unknown`
#   debian   Debian 12's rustc-web with a wasm std built from its source, for
#            machines that rustup's download server does not answer
# GOUJI_RUST=rustup or GOUJI_RUST=debian forces one of them.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/gouji
log=$cache/setup.log
wasm=wasm32-unknown-unknown
trunk_version=0.22.1

# --- messages -----------------------------------------------------------------

say() { printf '%s\n' "$*" >&2; }
die() { say "x: $*"; exit 1; }

# step LABEL COMMAND…: runs quietly into the log, shows how long it took.
step() {
    local label=$1 start=$SECONDS; shift
    printf '  %s … ' "$label" >&2
    if "$@" >>"$log" 2>&1 </dev/null; then
        say "$((SECONDS - start)) s"
    else
        say "failed after $((SECONDS - start)) s"
        tail -n 20 "$log" >&2
        die "setup: $label failed; the whole log is $log"
    fi
}

# --- the machine --------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

is_debian_12() { [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-} ${VERSION_ID:-}" = "debian 12" ]); }

can_apt() { have apt-get && { [ "$(id -u)" = 0 ] || have sudo; }; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif [ -t 2 ]; then sudo "$@"
    else sudo -n "$@"
    fi
}

apt_install() {
    # Another package run (a machine's own updates, say) is waited for.
    as_root apt-get -o DPkg::Lock::Timeout=300 update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
            install -y --no-install-recommends "$@"
}

# apt_need COMMAND PACKAGE…: installs the packages if the command is not there.
apt_need() {
    local command=$1; shift
    have "$command" && return
    can_apt || die "setup: '$command' is missing; please install it"
    step "apt: $*" apt_install "$@"
    have "$command" || die "setup: '$command' is still missing after installing $*"
}

# --- the compiler -------------------------------------------------------------

has_wasm_std() { ls "$(rustc --print target-libdir --target $wasm 2>/dev/null)"/libcore-*.rlib >/dev/null 2>&1; }

# The compiler settled on earlier, or nothing.
compiler() { echo "${GOUJI_RUST:-$(cat "$cache/compiler" 2>/dev/null || true)}"; }

use_compiler() {
    [ "$(compiler)" = debian ] || return 0
    export RUSTUP_TOOLCHAIN=/usr
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22
    have rustup || PATH=/usr/bin:$PATH
}

# Only where there is another way is rustup given a time limit.
add_rustup_target() {
    have rustup || return 1
    local limit=()
    if is_debian_12 && can_apt && have timeout; then limit=(timeout 30); fi
    say "  rustup target add $wasm …"
    "${limit[@]}" rustup target add $wasm >>"$log" 2>&1 </dev/null && has_wasm_std
}

debian_std_current() { [ "$(cat "$1/gouji-std" 2>/dev/null)" = "$(rustc -V)" ]; }

# Builds std for wasm from the compiler's own source, and installs it beside the native one.
build_debian_std() {
    local to=$1 work
    work=$(mktemp -d)
    mkdir "$work/src"
    touch "$work/src/lib.rs"
    cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "stdbuild"
edition = "2021"
[profile.release]
opt-level = 3
codegen-units = 1
debug = 0
lto = "off"
TOML
    # panic_unwind and test are there for wasm tests, bitcode so that link-time optimisation works.
    (cd "$work" && RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target \
        cargo build --release --target $wasm \
        -Z build-std=std,core,alloc,panic_abort,panic_unwind,proc_macro,test) || return 1
    rm -f "$work"/target/$wasm/release/deps/libstdbuild-*
    as_root rm -rf "$to" &&
        as_root mkdir -p "$to" &&
        as_root cp "$work"/target/$wasm/release/deps/*.rlib "$to/" || return 1
    rustc -V | as_root tee "$to/gouji-std"
    rm -rf "$work"
}

setup_debian_compiler() {
    use_compiler
    local packages=(rustc-web cargo-web rust-web-src libstd-rust-web-dev rust-web-clippy rustfmt-web lld-22) missing=() p
    for p in "${packages[@]}"; do
        [ -e "/usr/share/doc/$p" ] || missing+=("$p")
    done
    [ ${#missing[@]} = 0 ] || step "apt: ${missing[*]}" apt_install "${missing[@]}"
    local lib
    lib=$(rustc --print target-libdir --target $wasm)
    debian_std_current "$lib" || step "std for $wasm" build_debian_std "$lib"
}

setup_compiler() {
    case $(compiler) in
    debian) setup_debian_compiler; return ;;
    rustup | '') ;;
    *) die "GOUJI_RUST must be rustup or debian, not '$GOUJI_RUST'" ;;
    esac
    has_wasm_std && return
    if add_rustup_target; then
        echo rustup >"$cache/compiler"
    elif is_debian_12 && can_apt && [ "${GOUJI_RUST:-}" != rustup ]; then
        say "  rustup could not fetch the target; using Debian's compiler instead"
        echo debian >"$cache/compiler"
        setup_debian_compiler
    else
        die "setup: the Rust target $wasm is missing; install it with: rustup target add $wasm"
    fi
}

# --- tools compiled from crates -------------------------------------------------

# The version of a crate in Cargo.lock.
locked_version() {
    awk -v want="name = \"$1\"" '$0 == want { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

# cargo_tool NAME VERSION COMMAND CARGO-INSTALL-ARGUMENT…
# Optimisation is off: these run for moments, and compile three times as fast.
cargo_tool() {
    local name=$1 version=$2 command=$3; shift 3
    local root=$cache/$name-$version
    [ -x "$root/bin/$command" ] && return
    case $("$command" --version 2>/dev/null) in "$command $version" | "$command $version "*) return ;; esac
    step "cargo install $name $version (minutes)" env \
        CARGO_TARGET_DIR="$cache/build" \
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install "$name" --version "=$version" --root "$root" --force "$@"
    rm -rf "$cache/build"
}

setup_cargo_tools() {
    local bindgen
    bindgen=$(locked_version wasm-bindgen)
    [ -n "$bindgen" ] || die "setup: Cargo.lock does not name wasm-bindgen"
    cargo_tool wasm-bindgen-cli "$bindgen" wasm-bindgen \
        --no-default-features --bin wasm-bindgen --bin wasm-bindgen-test-runner
    cargo_tool trunk $trunk_version trunk \
        --locked --ignore-rust-version --no-default-features --features rustls
}

# --- node tools and the browser -------------------------------------------------

setup_node_tools() {
    apt_need node nodejs
    apt_need npm npm
    [ node_modules/.package-lock.json -nt package-lock.json ] ||
        step "npm ci" npm ci --no-fund --no-audit
}

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" 2>/dev/null && return
    done
    node -e 'const p = require("playwright-core").chromium.executablePath();
             if (!require("fs").existsSync(p)) process.exit(1);
             console.log(p)' 2>/dev/null
}

setup_chromium() {
    [ -n "$(find_chromium)" ] && return
    if is_debian_12 && can_apt; then
        step "apt: chromium" apt_install chromium
    else
        step "Chromium by playwright" npx playwright-core install chromium
    fi
    [ -n "$(find_chromium)" ] || die "setup: no Chromium found; install one, or name it: CHROMIUM=/path/to/chromium"
}

# Without Chinese fonts pages still work; pictures of them show boxes.
setup_fonts() {
    have fc-list || return 0
    [ -n "$(fc-list :lang=zh-cn family)" ] && return
    if can_apt; then step "apt: fonts-noto-cjk" apt_install fonts-noto-cjk; fi
}

# --- all of it --------------------------------------------------------------------

# Two setups at once would trip over each other: the second waits.
lock_setup() {
    have flock || return 0
    exec 9>"$cache/lock"
    flock -n 9 || { say "  waiting for another setup …"; flock 9; }
}

unlock_setup() { exec 9>&-; }

setup() {
    local start=$SECONDS
    mkdir -p "$cache"
    lock_setup
    : >"$log"
    apt_need cc build-essential
    have cargo || is_debian_12 || die "setup: no Rust here; please install rustup first"
    setup_compiler
    use_tools
    setup_cargo_tools
    setup_node_tools
    setup_chromium
    setup_fonts
    unlock_setup
    use_tools
    [ $((SECONDS - start)) -lt 2 ] || say "setup: done in $((SECONDS - start)) s"
}

# Points the environment at what setup installed.
use_tools() {
    use_compiler
    local bindgen
    bindgen=$(locked_version wasm-bindgen)
    local tools=$cache/wasm-bindgen-cli-$bindgen/bin:$cache/trunk-$trunk_version/bin:$PWD/node_modules/.bin
    [[ $PATH == "$tools":* ]] || PATH=$tools:$PATH
    export PATH CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
    CHROMIUM=$(find_chromium || true)
    export CHROMIUM
}
