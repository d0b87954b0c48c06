export const usage = `vitrina-collector [start] [options]     serves
vitrina-collector backup <file>         copies the database, also of a running collector
vitrina-collector check                 looks through the database
vitrina-collector token                 shows the token that opens the inspector
vitrina-collector migrate               brings the database to the shape of this release
vitrina-collector copy --from … --to …  moves between a file and PostgreSQL
vitrina-collector key                   makes a private key for a shop's own servers
vitrina-collector secret                makes a secret that signs webhooks

Each command explains itself with --help. Options of a start:

  --config <file>            JSON with the options of the table in the README; flags win over it. SIGHUP reads it again
  --port <number>            where to listen, 4318 by default; a taken port is replaced by the next free one
  --host <address>           127.0.0.1 by default
  --database <where>         a file, .data/events.db by default; ":memory:" keeps nothing; postgres://user@host/name is a
                             PostgreSQL database, which several collectors may share
  --business <id>[=<name>]   an account that may send, once for each; demo=Demo by default
  --origin [<id>=]<origin>   a shop's origin, for one business or for all; by default every port of this machine
  --off <id>                 a business that is switched off
  --renew-session [<id>=]<domain>
                             write the visitor's session cookie again for that domain ("host": for the endpoint's own
                             host alone), for one business or for all; without it no cookie is written
  --retention-days <number>  90 by default, 0 keeps events for ever
  --ip-addresses <policy>    truncated (default), none or full
  --rate-limit <number>      requests a minute from one address, 1200 by default
  --trust-proxy              take the sender's address from the last entry of X-Forwarded-For
  --token <text>             the inspector's token; by default one that is made at the first start and kept in the database.
                             Or VITRINA_TOKEN in the environment
  --scripts <folder>         what is served as /<file>.js; those of this package by default
  --script-max-age <seconds> how long a browser keeps a script, 300 by default
  --script-versions <folder> where the scripts of each version are kept, for pages that name one in the address; by default
                             the folder "scripts" beside the database, if that is a file
  --stream <address>         nats://host:port of a NATS server with JetStream: events are accepted into its stream and
                             stored from there, by any number of processes
  --role <role>              with a stream: collector (accepts), writer (stores), all (default)
  --stream-bytes <number>    bytes that may wait in the stream, 1073741824 by default; then batches are refused
  --stream-days <number>     days that the stream keeps what nobody has stored, 7 by default
  --stream-replicas <number> servers of a cluster that keep each batch: 1 (default), 3 or 5
  --faults                   fault switches for tests at /faults, on an address of this machine only
  --log-level <level>        debug, info (default), warn, error or silent; lines of JSON on the error output
  --help
`;
