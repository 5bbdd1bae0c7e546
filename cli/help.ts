import type { Bilingual } from '../core/bilingual.ts'

/** What `--help` prints. */
export const HELP: Bilingual = {
  zh: `suishenma：随申码系统的命令行程序

用法
  suishenma serve [--lan]                   运行服务器（同 npm start）
  suishenma migrate                         把数据库升级到本版本
  suishenma evidence import 文件…           导入公布的风险地区名单；同一文件再次导入不作改动
  suishenma evidence import --key 私钥 文件…  以来源身份报送 .csv、.jsonl 或 .xlsx 批次；中断后原样再输入即续传
      --mapping 名称    文件的列名对应表（zh：中文列名）
      --encoding 编码   utf-8、utf-8-bom 或 gb18030（默认：自动识别）
      --dry-run         只说明每一行会怎样、会改变多少人
      --results         把每一行的结果写入 文件.results.jsonl
  suishenma evidence status --key 私钥 [批次]           来源的权限与近期批次，或某个批次
  suishenma evidence withdraw --key 私钥 批次 [--row 行]  撤回一个批次，或其中一行
  suishenma evidence mapping --key 私钥 名称 [文件]       保存或显示列对应表
  suishenma colour explain --person 某人    说明某人某时的颜色及理由；查询会连同目的记入日志
      --as-of 时间      哪一时刻的颜色（默认：现在）
      --known-at 时间   只用当时已获知的资料（默认：现在所知的全部）
      --shown-at 时间   当时显示的是什么，并按当时所知重新计算以作对照（可与 --known-at 同用，不与 --as-of 同用）
      --purpose 文字    查询目的（默认：命令行查询）
  suishenma gate code 门岗编号              给一台门岗设备的开通码，24 小时内有效，只能用一次
  suishenma gate list                       列出开通过的门岗设备
  suishenma gate off 设备编号               停用一台设备：联网立即失效，离线最迟 72 小时
  suishenma gate pin 人员编号 --name 称呼   给门岗人员一个新的 PIN，只显示一次
  suishenma staff add --organisation UUID --name 称呼   录用工作人员并打印他的开通码；单位的第一位管理员由此产生
      --role 岗位       administrator（默认）、guard、identity-officer 等
      --division 区划   管辖的区（6 位）或街道（9 位）；默认全市
      --office 地点     办公地点
  suishenma staff list                      列出工作人员
  suishenma staff code 人员编号             给一个新的开通码（未加入，或丢失通行密钥）；原通行密钥与登录立即失效
  suishenma staff off 人员编号              停用一名工作人员，登录立即失效
  suishenma issuing withdraw 密钥编号       立即停用一把签发密钥（例如怀疑已泄露）
  suishenma code verify 码文|-              像门岗一样查验一个码；“-” 表示从标准输入读取
      --keys 文件       用文件中的密钥列表，不连接服务器
      --at 时间         按这一时刻查验（默认：现在）
      --refuse-demo     像正式门岗一样不接受演示城市的码
  suishenma table check 文件                检查规则表（JSON 或 xlsx），逐条指出错误；不连接服务器
  suishenma table list                      列出规则表及其状态
  suishenma table export 名称 --xlsx|--json 导出规则表，JSON 打印出来，xlsx 存成文件
      --version 版本    哪个版本（默认：最高的）
      --out 文件        存到哪里（默认：名称-版本.xlsx）
  suishenma organisation add                登记签名有效的单位（只在服务器所在机器上）
      --name-zh 名称 --name-en 名称 --root-key 公钥.pem   用 openssl 生成的 P-256 公钥
      --id UUID         单位编号（默认：新编号）
  suishenma organisation list               列出这些单位及其吊销的密钥
  suishenma organisation revoke 密钥编号    吊销密钥，立即生效，用它作的签名都不再有效
  suishenma key list                        列出签名密钥，也包括等待单位签名的
  suishenma key request 密钥编号            打印等待签名的登记书
  suishenma key enrol 登记书 签名文件       登记密钥；签名由单位用 openssl 作出
  suishenma source list                     列出可以报送的数据来源
  suishenma source enrolment                打印数据来源的登记书，交单位签名
      --organisation UUID --public-key 公钥.pem --name-zh 名称 --name-en 名称 --kinds 种类,种类
      --longest-validity-days 天数 --brake-people-per-hour 人数 --contact 联系方式
      --id UUID         来源编号（默认：新编号；换密钥时写原编号）
      --from 日期 --to 日期   密钥有效期（默认：今天起一年）
  suishenma log verify                      重读整份日志：每条记录、每个哈希、签名的根，逐一指出错处；不连接数据库
      --dir 目录|--url 网址   日志在哪里（默认：服务器的 /log）
      --key 公钥|文件   日志的公钥（默认：日志自带的，防不了伪造）
      --since 文件      从前记下的 checkpoint，可写多个：日志必须是它的延续
  suishenma log prove 记录编号              打印一条记录在日志中的证明（C2SP tlog-proof）；可用 --dir、--url、--key
  suishenma log compare                     把日志与数据库逐条对照：行为、内容、证据、颜色，指出不一致之处
  suishenma witness --keep 文件             见证：日志必须是上次记下的延续，否则指出分叉；可用 --dir、--url、--key
  --person 是人员编号，演示城市中也可以是演示账号。时间是上海时间，如 2022-04-20T12:00。

选项
  --server 网址         服务器地址（默认 http://localhost:8080）
  --token-file 文件     操作员令牌（默认 DATA_DIR/operator.token）
  --json                每个结果输出一行 JSON
  --lang zh|en          语言（默认随 LANG）
  -h, --help            显示本说明

退出码
  0  已完成；code verify：真码
  1  部分没有完成（某个文件未导入）；code verify：不是真码；table check：有错误；log、witness：日志有错
  2  无法执行：命令写法有误、连接不上服务器、令牌不对、读不到文件、被服务器拒绝；code verify：无法判断`,
  en: `suishenma: the command-line program of the city code

Usage
  suishenma serve [--lan]                   run the server (as npm start)
  suishenma migrate                         bring the database up to this version
  suishenma evidence import FILE…           take published risk-area lists; the same file again changes nothing
  suishenma evidence import --key PEM FILE…   deliver .csv, .jsonl or .xlsx batches as a source; typed again, an interrupted one goes on
      --mapping NAME    how the file's columns are called (zh: in Chinese)
      --encoding E      utf-8, utf-8-bom or gb18030 (default: found by looking)
      --dry-run         only say what would become of each row, and how many people would change
      --results         write what became of each row to FILE.results.jsonl
  suishenma evidence status --key PEM [BATCH]           what the source may do and its latest batches, or one batch
  suishenma evidence withdraw --key PEM BATCH [--row N] take back a batch, or one row of it
  suishenma evidence mapping --key PEM NAME [FILE]      save or show a mapping of columns
  suishenma colour explain --person P       a person's colour and its reasons; asking is logged with its purpose
      --as-of TIME      the colour at which moment (default: now)
      --known-at TIME   from what was known then (default: from all that is known now)
      --shown-at TIME   what was shown then, beside what follows from what was known then (or at --known-at); not with --as-of
      --purpose TEXT    why you ask (default: asked on the command line)
  suishenma gate code GATE                  a code by which one device is enrolled for a gate, within 24 hours
  suishenma gate list                       the devices that were enrolled
  suishenma gate off DEVICE                 switch a device off: on line at once, off line within 72 hours
  suishenma gate pin GUARD --name NAME      give a guard a new PIN, which is shown once
  suishenma staff add --organisation UUID --name NAME   lets somebody in and prints his code; so an organisation gets its first administrator
      --role ROLE       administrator (default), guard, identity-officer and so on
      --division CODE   how far he may go: a district (6 digits) or a street (9); default: the city
      --office TEXT     where his desk is
  suishenma staff list                      who works here
  suishenma staff code STAFF                a new code, for who has not joined or lost his passkey; passkeys and sessions end
  suishenma staff off STAFF                 switches somebody off, and signs him out at once
  suishenma issuing withdraw KEYID          take an issuing key out of use at once, say because it may be known to others
  suishenma code verify TEXT|-              check a code as a gate does; "-" reads it from standard input
      --keys FILE       with the list of keys in a file, without a server
      --at TIME         at this moment (default: now)
      --refuse-demo     as a real gate, which accepts no code of a demo city
  suishenma table check FILE                read a rule table (JSON or xlsx) and say every mistake; needs no server
  suishenma table list                      the rule tables and where they stand
  suishenma table export NAME --xlsx|--json write a rule table: JSON is printed, xlsx goes into a file
      --version V       which version (default: the greatest)
      --out FILE        where to (default: NAME-VERSION.xlsx)
  suishenma organisation add                puts an organisation on file whose signatures count (on the server's machine only)
      --name-zh NAME --name-en NAME --root-key PUBLIC.PEM   a public key on P-256 made with openssl
      --id UUID         the organisation's id (default: a new one)
  suishenma organisation list               these organisations and the keys that they revoked
  suishenma organisation revoke KEY         revokes a key at once, with all that was ever signed by it
  suishenma key list                        the signing keys, with those that wait for their organisation
  suishenma key request KEY                 prints the enrolment of a key that waits, to be signed
  suishenma key enrol FILE SIGNATURE        takes a key up; the organisation makes the signature with openssl
  suishenma source list                     the sources that may deliver
  suishenma source enrolment                prints the enrolment of a source, for its organisation to sign
      --organisation UUID --public-key PUBLIC.PEM --name-zh NAME --name-en NAME --kinds KIND,KIND
      --longest-validity-days N --brake-people-per-hour N --contact TEXT
      --id UUID         the source's id (default: a new one; for a new key of the same source its own)
      --from DAY --to DAY   when the key is valid (default: a year from today)
  suishenma log verify                      read the whole log again, every leaf and hash and the signed root, and say what is wrong and where
      --dir DIR|--url URL   where the log is (default: /log of the server)
      --key KEY|FILE    the log's key (default: the one beside the log, which is no help against forgery)
      --since FILE      a checkpoint that was kept earlier, also several: the log must go on from it
  suishenma log prove RECORD                print the proof that a record is in the log (C2SP tlog-proof); with --dir, --url, --key
  suishenma log compare                     hold the log against the database: acts, bodies, evidence, colours; says what differs
  suishenma witness --keep FILE             see that the log goes on from the head kept last, or name the fork; with --dir, --url, --key
  P is a person's id or, in a demo city, a sign-in handle. TIME is Shanghai time, such as 2022-04-20T12:00.

Options
  --server URL          the server (default http://localhost:8080)
  --token-file FILE     the operator's token (default DATA_DIR/operator.token)
  --json                one JSON object a line
  --lang zh|en          language (default: from LANG)
  -h, --help            this text

Exit codes
  0  done; code verify: genuine
  1  done in part (a file was not taken); code verify: not genuine; table check: mistakes; log, witness: something is wrong with the log
  2  not done: a mistake in the command, no server, a wrong token, an unreadable file, refused by the server; code verify: cannot tell`,
}
