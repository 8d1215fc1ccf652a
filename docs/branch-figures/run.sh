#!/usr/bin/env bash
# Measures structures for the figures of a branch. The connection comes from PGHOST, PGPORT, PGUSER and PGDATABASE,
# an empty database whose user is a superuser; pgbench and psql have to be found.
#   ./run.sh make 1000000 0.016        the people (10000000 0.004), and structure 1
#   ./run.sh build 5 6 2 3 4           structures; 5 before 6
#   ./run.sh measure 5 5 1 2 3 4 5 6   5 rounds of reads (5 of those of nearly everybody), 3 of moves, deletions, folds
#   ./run.sh writers 2 10 1 2 3 4 5 6  2 rounds of 10 s with 1 and 16 writers under the hub, 1 at the bottom of the chain
#   ./run.sh results                   medians
set -euo pipefail
cd "$(dirname "$0")"
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -qAtX -v ON_ERROR_STOP=1 "$@"; }

note() { sql -c "insert into results (what, structure, value, unit) values ('$1', '$2', $3, '$4')"; }

fold_beside() { for ((i = 0; i < $1; i++)); do echo "select fold_6();"; sleep 1; done | sql >/dev/null; }

# bench STRUCTURE WRITERS SECONDS INVITER LABEL
bench() {
    if [ "$1" = 6 ]; then fold_beside "$3" & fi
    local rate
    rate=$(echo "select add_$1(:inviter);" | pgbench -n -M prepared -c "$2" -j 2 -T "$3" -D inviter="$4" -f - 2>/dev/null |
        awk '/^tps/ {print $3}')
    wait
    note "$5" "$1" "$rate" "a second"
    if [ "$1" = 6 ]; then sql -c "call drain('$5, backlog')"; fi
    if [[ "$1" = [56] && ${round:-0} = "${last:-0}" ]]; then note "wrong after $5" "$1" "$(sql -c "select wrong_$1()")" inviters; fi
    sql -c "call restore()"
}

case "$1" in
make)
    psql -qX -v n="$2" -v hub_odds="$3" -f generate.sql
    psql -qX -f 0-common.sql
    ;;
build)
    shift
    for s in "$@"; do psql -qX -f "$s"-*.sql; done
    ;;
measure)
    rounds=$2 heavy=$3 only=$(echo "${*:4}" | tr ' ' ',')
    sql -c "vacuum analyze" -c checkpoint
    psql -qX -v rounds="$rounds" -v heavy="$heavy" -v structures="$only" -f measure.sql
    ;;
writers)
    rounds=$2 seconds=$3 last=$(($2 - 1))
    sql -c "vacuum" -c checkpoint
    bottom=$(sql -c "select bottom from nodes")
    for ((round = 0; round < rounds; round++)); do
        for s in "${@:4}"; do bench "$s" 1 "$seconds" 7 "b 1 writer, hub"; done
        for s in "${@:4}"; do bench "$s" 16 "$seconds" 7 "b 16 writers, hub"; done
    done
    round=$last
    # Structure 2 has no path for the chain.
    for s in "${@:4}"; do [ "$s" = 2 ] || bench "$s" 1 "$seconds" "$bottom" "c 1 writer, bottom of the chain"; done
    ;;
results)
    psql -X -c "select what, structure, round(percentile_cont(0.5) within group (order by value)::numeric, 3) as median,
        round(min(value)::numeric, 3) as least, round(max(value)::numeric, 3) as most, count(*), unit
        from results group by what, structure, unit order by what, structure"
    ;;
esac
