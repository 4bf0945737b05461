#!/usr/bin/env bash
# Installs what this repository needs: `setup.sh runtime`, `setup.sh tests` or `setup.sh peers`. Quick when nothing is missing.
set -euo pipefail
wanted=${1:?runtime, tests or peers}

runtime_packages=(qgis python3-qgis qgis-providers python3-venv python3-numpy python3-scipy python3-openpyxl
  python3-docx python3-odf python3-jinja2 python3-matplotlib fonts-dejavu-core)
test_packages=("${runtime_packages[@]}" xvfb xauth poppler-utils)

install_debian_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  echo "Installing from Debian: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

system_versions() {
  /usr/bin/python3 -c 'import numpy, scipy; print(f"numpy=={numpy.__version__}\nscipy=={scipy.__version__}")'
}

python_works() {
  .venv/bin/python -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null
}

install_python_packages() {
  local list=$1 stamp=.venv/$(basename "$1").installed
  if python_works && cmp -s "$list" "$stamp"; then return; fi
  python_works || /usr/bin/python3 -m venv --clear --system-site-packages .venv
  echo "Installing from PyPI: $(grep -v '^#' "$list" | tr '\n' ' ')"
  system_versions > .venv/constraints.txt
  .venv/bin/python -m pip install -q --disable-pip-version-check -c .venv/constraints.txt -r "$list"
  cp "$list" "$stamp"
}

# The wheel brings its own PROJ data; Debian's pyproj looks for them below the environment and fails.
install_own_pyproj() {
  .venv/bin/python -c 'import pyproj, sys; sys.exit(not pyproj.__file__.startswith(sys.prefix))' 2>/dev/null ||
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --ignore-installed pyproj==3.7.2
}

# Other libraries to compare speeds with need a newer numpy than QGIS has, hence an environment of their own.
install_peers() {
  local list=tools/requirements-peers.txt stamp=.venv-peers/requirements-peers.txt.installed
  if cmp -s "$list" "$stamp"; then return; fi
  /usr/bin/python3 -m venv --clear .venv-peers
  echo "Installing for comparison: $(tr '\n' ' ' < "$list")"
  .venv-peers/bin/python -m pip install -q --disable-pip-version-check -r "$list"
  cp "$list" "$stamp"
}

case $wanted in
  peers) install_peers ;;
  runtime)
    install_debian_packages "${runtime_packages[@]}"
    install_python_packages requirements.txt ;;
  tests)
    install_debian_packages "${test_packages[@]}"
    install_python_packages requirements.txt
    install_python_packages tools/requirements-tests.txt
    install_own_pyproj ;;
esac
