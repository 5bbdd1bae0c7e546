import type { Bilingual } from '../core/bilingual.ts'

/** What `--help` prints. */
export const HELP: Bilingual = {
  zh: `suishenma：随申码系统的命令行程序

用法
  suishenma serve [--lan]                   运行服务器（同 npm start）
  suishenma migrate                         把数据库升级到本版本
  suishenma evidence import 文件…           导入公布的风险地区名单；同一文件再次导入不作改动
  suishenma colour explain --person 某人    说明某人某时的颜色及理由；查询会连同目的记入日志
      --as-of 时间      哪一时刻的颜色（默认：现在）
      --known-at 时间   只用当时已获知的资料（默认：现在所知的全部）
      --purpose 文字    查询目的（默认：命令行查询）
  suishenma code verify 码文|-              像门岗一样查验一个码；“-” 表示从标准输入读取
      --keys 文件       用文件中的密钥列表，不连接服务器
      --at 时间         按这一时刻查验（默认：现在）
      --refuse-demo     像正式门岗一样不接受演示城市的码
  suishenma table check 文件                检查规则表（JSON 或 xlsx），逐条指出错误；不连接服务器
  --person 是人员编号，演示城市中也可以是演示账号。时间是上海时间，如 2022-04-20T12:00。

选项
  --server 网址         服务器地址（默认 http://localhost:8080）
  --token-file 文件     操作员令牌（默认 DATA_DIR/operator.token）
  --json                每个结果输出一行 JSON
  --lang zh|en          语言（默认随 LANG）
  -h, --help            显示本说明

退出码
  0  已完成；code verify：真码
  1  部分没有完成（某个文件未导入）；code verify：不是真码；table check：有错误
  2  无法执行：命令写法有误、连接不上服务器、令牌不对、读不到文件、被服务器拒绝；code verify：无法判断`,
  en: `suishenma: the command-line program of the city code

Usage
  suishenma serve [--lan]                   run the server (as npm start)
  suishenma migrate                         bring the database up to this version
  suishenma evidence import FILE…           take published risk-area lists; the same file again changes nothing
  suishenma colour explain --person P       a person's colour and its reasons; asking is logged with its purpose
      --as-of TIME      the colour at which moment (default: now)
      --known-at TIME   from what was known then (default: from all that is known now)
      --purpose TEXT    why you ask (default: asked on the command line)
  suishenma code verify TEXT|-              check a code as a gate does; "-" reads it from standard input
      --keys FILE       with the list of keys in a file, without a server
      --at TIME         at this moment (default: now)
      --refuse-demo     as a real gate, which accepts no code of a demo city
  suishenma table check FILE                read a rule table (JSON or xlsx) and say every mistake; needs no server
  P is a person's id or, in a demo city, a sign-in handle. TIME is Shanghai time, such as 2022-04-20T12:00.

Options
  --server URL          the server (default http://localhost:8080)
  --token-file FILE     the operator's token (default DATA_DIR/operator.token)
  --json                one JSON object a line
  --lang zh|en          language (default: from LANG)
  -h, --help            this text

Exit codes
  0  done; code verify: genuine
  1  done in part (a file was not taken); code verify: not genuine; table check: mistakes
  2  not done: a mistake in the command, no server, a wrong token, an unreadable file, refused by the server; code verify: cannot tell`,
}
