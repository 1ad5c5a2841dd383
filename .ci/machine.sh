# What .ci/run needs besides a JDK; sourced by it. What is missing is installed where that can be done: as root, with
# apt-get. Logs go to the folder $log.

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

is_apt_fresh=no

# install PACKAGES...
install() {
  export DEBIAN_FRONTEND=noninteractive
  if [ $is_apt_fresh = no ]; then
    apt-get update || return 1
    is_apt_fresh=yes
  fi
  apt-get install -y --no-install-recommends "$@"
}

# Chromium, its driver and a Chinese font.
has_browser() { command -v chromium && command -v chromedriver; } >/dev/null 2>&1

install_browser() { install chromium chromium-driver fonts-wqy-microhei; }

has_prometheus() { command -v prometheus && command -v promtool && command -v curl && command -v redis-cli; } >/dev/null 2>&1

# It is taken apart rather than installed, because its package starts a service on port 9090.
install_prometheus() {
  local folder=$log/prometheus
  mkdir -p "$folder"
  export PATH=$PATH:$folder/usr/bin
  install curl ca-certificates redis-tools &&
    (cd "$folder" && apt-get download prometheus && dpkg -x prometheus_*.deb . && rm prometheus_*.deb)
}

# HAProxy for the tests of the balancer, and another clock for one instance in chaos.
has_helpers() { command -v haproxy && [ -e "$(echo /usr/lib/*/faketime/libfaketime.so.1)" ]; } >/dev/null 2>&1

install_helpers() { install haproxy faketime; }

# Go and its module for transparency logs, which reads our proofs.
has_go() { command -v go && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]; } >/dev/null 2>&1

install_go() { install golang-go golang-golang-x-mod-dev; }

# provide TOOL LEFT_OUT...: has_TOOL is true, or a line tells what is left out. What can't be installed although it should
# be ends all of this.
provide() {
  local tool=$1
  shift
  if "has_$tool"; then return; fi
  if ! can_install; then
    echo "$* - left out: no $tool, and no root with apt-get to install it"
    return
  fi
  step "apt-get: $tool"
  if ! "install_$tool" >"$log/$tool.log" 2>&1 || ! "has_$tool"; then
    tail -n 20 "$log/$tool.log"
    return 1
  fi
}

# required_if TOOL: what -Dbrowser and -Dprometheus are told.
required_if() { if "has_$1"; then echo required; else echo optional; fi; }

readonly stand_ins=../shared/docker/stand-in-images
engine_pid= # of the engine that was started here

has_engine() { timeout 30 docker info && timeout 30 docker compose version; } >/dev/null 2>&1

# A usable engine, one that answers or one that a helper beside the checkout can start; else one line that tells why there
# is none.
find_engine() {
  local had_engine=no
  if has_engine; then had_engine=yes; fi
  if [ -x "$stand_ins" ]; then
    local failed=no
    timeout -k 30 900 "$stand_ins" >"$log/stand-ins.log" 2>&1 || failed=yes
    if [ $had_engine = no ] && has_engine; then engine_pid=$(cat /var/run/docker.pid); fi
    if [ $failed = yes ]; then
      echo "containers - left out: $stand_ins failed ($(tail -n 1 "$log/stand-ins.log"))"
      return 1
    fi
    eval "$("$stand_ins" --env)"
  elif [ $had_engine = no ]; then
    echo 'containers - left out: no Docker engine with Compose answers'
    return 1
  fi
}

stop_engine() {
  local code=$? second
  if [ -n "$engine_pid" ]; then
    kill "$engine_pid" 2>/dev/null || true
    for ((second = 0; second < 60; second++)); do
      kill -0 "$engine_pid" 2>/dev/null || break
      sleep 1
    done
  fi
  exit $code
}
