/** Sentences that the collector says in English, written exactly as it writes them, so that they are known when they come. */
const en = {
  overwritten: 'The content is overwritten in the file of the database.',
  beingRead:
    'A program that reads the file keeps the content in it. The collector tries again every second, and overwrites the content when that program has ended.',
  deletedRows:
    'The rows are deleted, and no query shows them. PostgreSQL removes them from its files in its own time (autovacuum) and then uses their room again. To rewrite the files at once, under a lock: VACUUM FULL events, profiles, sessions, conflicts, aliases, dead_letters, refusals, outbox, timers, marketplace_orders, order_refs, privacy_requests. Its write-ahead log, archives and replicas are kept as they are configured.',
  stream:
    'What still waits in the stream is not stored when its turn comes, but for its id. The files of nats-server hold it until then, at the latest until the time told here.',
  backups:
    'Backups, copies and snapshots of the disk that are older than this still hold it. Delete them, or make new ones and delete them as soon as you have promised; repeat this erasure after a restore.',
  gone: 'The endpoint has answered 410, which says that it is gone.',
  noAnswer: 'There was no answer.',
  stopped: 'The collector was stopped meanwhile.',
  nobody: 'The event names neither a session nor a user, so that Hellotext cannot know whom it is about.',
  mercadoLibreReconnect: 'Mercado Libre does not take the tokens of this account any more; connect the account again.',
  mercadoLibreInterrupted:
    'The tokens of this account were lost while they were renewed, because the collector or its connection broke off; connect the account again.',
  mercadoLibreKey:
    'The tokens of this account were encrypted with another key; connect the account again, or give the collector that key.',
  tiendanubeReconnect:
    'Tiendanube does not take the token of this store any more: the application was uninstalled, or installed anew. Connect the store again.',
  tiendanubeKey:
    'The token of this store was encrypted with another key; connect the store again, or give the collector that key.',
};

/** @type {typeof en} */
const es = {
  overwritten: 'El contenido quedó sobrescrito en el archivo de la base de datos.',
  beingRead:
    'Un programa que lee el archivo conserva el contenido en él. El colector vuelve a intentar cada segundo y sobrescribe el contenido cuando ese programa termina.',
  deletedRows:
    'Las filas están borradas y ninguna consulta las muestra. PostgreSQL las quita de sus archivos a su debido tiempo (autovacuum) y después reutiliza el lugar. Para reescribir los archivos enseguida, con un bloqueo: VACUUM FULL events, profiles, sessions, conflicts, aliases, dead_letters, refusals, outbox, timers, marketplace_orders, order_refs, privacy_requests. Su registro de escritura anticipada, sus archivados y sus réplicas se conservan según su configuración.',
  stream:
    'De lo que todavía espera en el stream, cuando llega su turno, solo se guarda el id. Los archivos de nats-server lo contienen hasta entonces, y a más tardar hasta el momento que se indica aquí.',
  backups:
    'Las copias de seguridad, las demás copias y las instantáneas del disco anteriores a esto todavía lo contienen. Hay que borrarlas, o hacer otras nuevas y borrar las viejas en el plazo prometido; después de restaurar una, hay que repetir esta supresión.',
  gone: 'El receptor respondió 410, que significa “ya no existe”.',
  noAnswer: 'No hubo respuesta.',
  stopped: 'El colector se detuvo mientras tanto.',
  nobody: 'El evento no nombra ninguna sesión ni ningún usuario, así que Hellotext no puede saber de quién se trata.',
  mercadoLibreReconnect: 'Mercado Libre ya no acepta los tokens de esta cuenta: hay que conectar la cuenta de nuevo.',
  mercadoLibreInterrupted:
    'Los tokens de esta cuenta se perdieron mientras se renovaban, porque se interrumpió el colector o su conexión: hay que conectar la cuenta de nuevo.',
  mercadoLibreKey:
    'Los tokens de esta cuenta se cifraron con otra clave: hay que conectar la cuenta de nuevo, o darle esa clave al colector.',
  tiendanubeReconnect:
    'Tiendanube ya no acepta el token de esta tienda: la aplicación se desinstaló, o se instaló de nuevo. Hay que conectar la tienda otra vez.',
  tiendanubeKey:
    'El token de esta tienda se cifró con otra clave: hay que conectar la tienda de nuevo, o darle esa clave al colector.',
};

/** @type {typeof en} */
const pt = {
  overwritten: 'O conteúdo foi sobrescrito no arquivo do banco de dados.',
  beingRead:
    'Um programa que lê o arquivo mantém o conteúdo nele. O coletor tenta de novo a cada segundo e sobrescreve o conteúdo quando esse programa termina.',
  deletedRows:
    'As linhas foram apagadas e nenhuma consulta as mostra. O PostgreSQL as remove dos seus arquivos no devido tempo (autovacuum) e depois reaproveita o espaço. Para reescrever os arquivos na hora, com um bloqueio: VACUUM FULL events, profiles, sessions, conflicts, aliases, dead_letters, refusals, outbox, timers, marketplace_orders, order_refs, privacy_requests. O log de escrita antecipada, os arquivamentos e as réplicas são mantidos conforme a configuração.',
  stream:
    'Do que ainda espera no stream, quando chega a vez, só o id é guardado. Os arquivos do nats-server o contêm até lá, no mais tardar até o momento indicado aqui.',
  backups:
    'Backups, outras cópias e snapshots do disco anteriores a isto ainda o contêm. É preciso apagá-los, ou fazer novos e apagar os antigos no prazo prometido; depois de uma restauração, é preciso repetir esta exclusão.',
  gone: 'O receptor respondeu 410, que significa “não existe mais”.',
  noAnswer: 'Não houve resposta.',
  stopped: 'O coletor foi parado nesse meio-tempo.',
  nobody: 'O evento não indica sessão nem usuário, por isso o Hellotext não tem como saber de quem se trata.',
  mercadoLibreReconnect: 'O Mercado Livre não aceita mais os tokens desta conta: é preciso conectar a conta de novo.',
  mercadoLibreInterrupted:
    'Os tokens desta conta se perderam enquanto eram renovados, porque o coletor ou a conexão dele foi interrompido: é preciso conectar a conta de novo.',
  mercadoLibreKey:
    'Os tokens desta conta foram criptografados com outra chave: é preciso conectar a conta de novo, ou dar essa chave ao coletor.',
  tiendanubeReconnect:
    'A Nuvemshop não aceita mais o token desta loja: o aplicativo foi desinstalado, ou instalado de novo. É preciso conectar a loja outra vez.',
  tiendanubeKey:
    'O token desta loja foi criptografado com outra chave: é preciso conectar a loja de novo, ou dar essa chave ao coletor.',
};

export const saidWords = { en, es, pt };
