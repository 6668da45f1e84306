#!/bin/sh
# Creates a run with curl, follows it to its end, reads its top heads and publishes it.
#
# Usage: sh examples/run.sh [site], e.g. sh examples/run.sh http://127.0.0.1:3000
# PATCHBAY_TOKEN is an access token of the page Identity (/account); without it, a new guest is created.
set -eu
API=${1:-http://127.0.0.1:3000}/api/graphql

# Sends an operation: ask '{"query": ..., "variables": ...}' [curl options]
ask() {
  body=$1
  shift
  answer=$(curl -sS "$API" -H 'content-type: application/json' -d "$body" "$@")
  case $answer in
    *'"errors":'*) echo "$answer" >&2; exit 1 ;;
  esac
  echo "$answer"
}

# Prints the first value of a text field: field name '{"name":"value"}'
field() {
  echo "$2" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"
}

if [ -z "${PATCHBAY_TOKEN:-}" ]; then
  PATCHBAY_TOKEN=$(field token "$(ask '{"query": "mutation { createAccessToken(name: \"run.sh\") { token } }"}')")
fi

run=$(ask '{
  "query": "mutation ($input: CreateRunInput!) { createRun(input: $input) { id status } }",
  "variables": { "input": {
    "model": "patchbay-mini",
    "pairs": [{
      "clean": "When John and Mary went to the shops,  John gave the bag to",
      "corrupted": "When John and Mary went to the shops,  Mary gave the bag to",
      "correct": " Mary", "incorrect": " John" }],
    "sweeps": ["RESID_PRE", "HEAD_Z", "HEAD_V"] } } }' -H "Authorization: Bearer $PATCHBAY_TOKEN")
id=$(field id "$run")
echo "run $id"

# Progress as server-sent events, until the run has ended. A new run is private, so every request sends the token.
curl -sSN "$API/stream" -H 'content-type: application/json' -H 'accept: text/event-stream' \
  -H "Authorization: Bearer $PATCHBAY_TOKEN" -d '{
  "query": "subscription { runProgress(id: \"'"$id"'\") { status fraction finishedSweeps } }" }'

ask '{
  "query": "{ run(id: \"'"$id"'\") { status baseline { clean corrupted verdict } topHeads(kind: HEAD_V, k: 3) { layer head recovery } } }" }' -H "Authorization: Bearer $PATCHBAY_TOKEN"

# Only the owner of a run may publish it.
finding=$(ask '{
  "query": "mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }",
  "variables": { "input": {
    "runId": "'"$id"'", "title": "Names by curl", "summary": "Patching [[L1H2]] changes the answer.", "tags": ["ioi"] } } }' \
  -H "Authorization: Bearer $PATCHBAY_TOKEN")
echo "published /findings/$(field slug "$finding")"
