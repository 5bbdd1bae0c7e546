/** What a problem tells the person it happens to: its HTTP status, and one sentence that says what to do, in both languages. */
export interface ProblemKind {
  readonly status: number
  readonly zh: string
  readonly en: string
}

/** Every refusal of the interface, once. Clients switch on the name; `docs/problems.md` lists the same table. */
export const PROBLEMS = {
  'input-invalid': {
    status: 400,
    zh: '提交的内容有误，请按提示修改后再提交',
    en: 'Something in the request is not as expected; correct what is named and send it again',
  },
  'body-too-large': {
    status: 413,
    zh: '文件过大，请拆分后再上传',
    en: 'This is too large; split it and send the parts',
  },
  'not-found': { status: 404, zh: '没有这个页面或记录', en: 'There is nothing here by that name' },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Please sign in first' },
  'not-permitted': { status: 403, zh: '您的账号没有这项权限', en: 'Your account may not do this' },
  'second-factor-needed': {
    status: 403,
    zh: '请先用通行密钥确认是您本人，再办理工作',
    en: 'Show with your passkey that it is you before you begin to work',
  },
  'staff-code-void': {
    status: 403,
    zh: '这个开通码不对、已用过或已过期，请核对，或向管理员要一个新的',
    en: 'This code is wrong, used or expired; check it, or ask the administrator for a new one',
  },
  'already-staff': {
    status: 409,
    zh: '这个账号已经是另一位工作人员的，请换账号登录后再试',
    en: 'This account is another member of staff’s already; sign in with another one and try again',
  },
  'passkey-missing': {
    status: 409,
    zh: '您在这个网址还没有通行密钥，请向管理员要开通码',
    en: 'You have no passkey for this address yet; ask the administrator for a code',
  },
  'passkey-refused': {
    status: 403,
    zh: '没能确认通行密钥，请再试一次；仍不行请让管理员重置',
    en: 'The passkey could not be confirmed; try again, and if it fails again have the administrator reset it',
  },
  'own-role': {
    status: 403,
    zh: '不能更改自己的岗位，请让另一位管理员办理',
    en: 'Nobody changes his own role; ask another administrator',
  },
  'beyond-jurisdiction': {
    status: 403,
    zh: '这超出了您的管辖范围，请选择范围以内的区域或场所',
    en: 'This is beyond your jurisdiction; choose a district, street or venue within it',
  },
  'origin-foreign': {
    status: 403,
    zh: '请求来自其他网站，已被拒绝；请从本站页面操作',
    en: 'The request came from another site; please use the pages of this one',
  },
  'channel-unknown': { status: 404, zh: '没有这个登录渠道', en: 'There is no such sign-in channel' },
  'channel-failed': {
    status: 502,
    zh: '登录渠道暂时没有应答，请稍后重试或换一个渠道',
    en: 'The sign-in channel did not answer; try again, or use another channel',
  },
  'sign-in-expired': {
    status: 400,
    zh: '登录已超时，请重新登录',
    en: 'This sign-in took too long; please start again',
  },
  'document-invalid': {
    status: 400,
    zh: '证件号码有误，请核对',
    en: 'The document number is not right; please check it',
  },
  'too-many-wrong-attempts': {
    status: 429,
    zh: '姓名与证件号码多次不符，请 24 小时后再试，或携带证件到社区服务点办理',
    en: 'Name and number did not match too often; try again after 24 hours, or bring the document to a service point',
  },
  'already-registered': {
    status: 409,
    zh: '本账号已经办理过实名注册',
    en: 'This account has already registered',
  },
  'not-registered': { status: 409, zh: '请先完成实名注册', en: 'Please register first' },
  'identity-not-confirmed': {
    status: 409,
    zh: '身份核验中，暂无二维码',
    en: 'Your identity is still being compared; there is no code yet',
  },
  'arrival-not-declared': {
    status: 409,
    zh: '请先完成来沪人员健康登记',
    en: 'Please complete the arrival health declaration first',
  },
  'division-unknown': {
    status: 400,
    zh: '没有这个行政区划，请从列表中选择',
    en: 'There is no such division; choose one from the list',
  },
  'stay-outside-14-days': {
    status: 400,
    zh: '只填报最近 14 天内的行程，离开日期不能早于到达日期',
    en: 'Declare stays of the last 14 days only, and leave no earlier than you arrived',
  },
  'phone-key-invalid': {
    status: 400,
    zh: '手机密钥无效，请刷新页面',
    en: 'The phone key is not valid; reload the page',
  },
  'signed-in-elsewhere': {
    status: 401,
    zh: '您已在另一部手机上登录，本机的码已失效；要在本机使用，请重新登录',
    en: 'You signed in on another phone, so the code on this one is void; to use it here, sign in again',
  },
  'gate-unknown': {
    status: 403,
    zh: '本设备没有为这个门岗开通；请向场所管理员核对',
    en: 'This device is not enrolled for this gate; ask the operator of the venue',
  },
  'gate-code-void': {
    status: 403,
    zh: '开通码不对、已使用或已过期；请核对，或向场所管理员要一个新的开通码',
    en: 'This code is not right, was used already, or has expired; check it, or ask the operator of the venue for a new one',
  },
  'gate-device-off': {
    status: 403,
    zh: '本设备未开通或已停用；请向场所管理员要一个新的开通码',
    en: 'This device is not enrolled, or was switched off; ask the operator of the venue for a new code',
  },
  'gate-time-used': {
    status: 409,
    zh: '本次请求的时间不晚于上一次；请用更晚的时间重新签名',
    en: 'The time of this request is no later than that of the last one; sign again with a later time',
  },
  'gate-closed': {
    status: 409,
    zh: '这个通行口已关闭；要开通设备，请先重新开放',
    en: 'This gate is closed; open it again before you enrol a device',
  },
  'photo-not-asked': {
    status: 403,
    zh: '本门岗规则不查看照片；请核对证件',
    en: 'The policy of this door asks for no photo; compare the document',
  },
  'area-list-unreadable': {
    status: 400,
    zh: '不是风险地区名单文件；请核对文件内容',
    en: 'This is not a published risk-area list; check the file',
  },
  'enrolment-invalid': {
    status: 400,
    zh: '密钥登记书无效，请按提示修改，并由本单位根密钥重新签名',
    en: 'The enrolment of this key is not valid; correct what is named and have the organisation’s root key sign it again',
  },
  'key-unknown': {
    status: 403,
    zh: '签名密钥未登记、已过期或已被吊销；请先为本浏览器登记密钥',
    en: 'The signing key is not enrolled, has expired or was revoked; enrol a key for this browser first',
  },
  'signature-invalid': {
    status: 400,
    zh: '签名与内容不符，请重新签名',
    en: 'The signature does not fit what was signed; sign again',
  },
  'attachment-invalid': {
    status: 400,
    zh: '附件须为 PDF、PNG 或 JPEG 文件，不超过 5 MB；请换一份再提交',
    en: 'The document must be a PDF, PNG or JPEG of at most 5 MB; choose another file and send again',
  },
  'hand-fact-closed': {
    status: 409,
    zh: '这份草稿已办结、撤回或过期，请刷新列表；确有需要请重新起草',
    en: 'This draft is already decided, withdrawn or expired; read the list again, and draft anew if it is still needed',
  },
  'hand-fact-changed': {
    status: 409,
    zh: '草稿或附件与起草人签名时不符，不能批准；请由起草单位重新起草',
    en: 'Draft or document are not as their author signed them and cannot be approved; have the author draft it anew',
  },
  'own-approval': {
    status: 403,
    zh: '不能批准自己起草的事实；请由其他单位的人员批准',
    en: 'Nobody approves what he drafted himself; an officer of another organisation has to',
  },
  'same-organisation': {
    status: 403,
    zh: '起草和批准须由两个不同单位完成；请由其他单位的人员批准',
    en: 'A fact is drafted and approved by two different organisations; an officer of another one has to approve it',
  },
  'author-key-void': {
    status: 409,
    zh: '起草人的签名密钥已过期或被吊销，不能批准；请由起草单位重新起草',
    en: 'The author’s key has expired or was revoked, so this cannot be approved; have the organisation draft it anew',
  },
  'already-taken-back': {
    status: 409,
    zh: '这条事实已经撤回，无须再办',
    en: 'This fact was taken back already; there is nothing left to do',
  },
  'appeal-open': {
    status: 409,
    zh: '您已有一件同类申诉正在办理；有新情况请在那件申诉里补充说明',
    en: 'An appeal of yours of this kind is still open; add what is new to that one',
  },
  'appeal-closed': {
    status: 409,
    zh: '这件申诉已经办结、撤回或答复，请刷新列表',
    en: 'This appeal is already answered or withdrawn; read the list again',
  },
  'proof-too-large': {
    status: 413,
    zh: '单个证明材料不能超过 10 MB；请换一份再提交',
    en: 'A proof may have at most 10 MB; choose a smaller file',
  },
  'proof-kind': {
    status: 400,
    zh: '证明材料须为 JPEG、PNG、WebP 图片或完整的 PDF 文件；请换一份再提交',
    en: 'A proof must be a JPEG, PNG or WebP picture or a whole PDF; choose another file',
  },
  'proof-unreadable': {
    status: 400,
    zh: '这张图片不完整或尺寸过大，无法读取；请重新拍摄或换一张',
    en: 'This picture is incomplete or has too many pixels; take it again or choose another one',
  },
  'proofs-enough': {
    status: 409,
    zh: '一件申诉最多提交 5 份证明材料；其余请带到服务点',
    en: 'An appeal takes 5 proofs; bring any more to a service point',
  },
  'proofs-unserved': {
    status: 409,
    zh: '证明材料已保存，但本系统还没有设置打开它的地址；请联系运维人员',
    en: 'The proof is kept, but no address is set from which it can be opened; tell whoever runs this system',
  },
  'appeal-unanswered': {
    status: 409,
    zh: '还有部门没有答复；请等部门答复，或等到申诉期限届满',
    en: 'Departments have not answered yet; wait for them, or until the time of the appeal is over',
  },
  'evidence-unchanged': {
    status: 409,
    zh: '数据还没有更正：请先由来源撤回这条事实（人工录入的由两个单位撤回，姓名由登记机关更正），再提交',
    en: 'Nothing was corrected yet: have the source take the fact back first (two organisations, if written by hand; the register, for a name), then send again',
  },
  'batch-unreadable': {
    status: 400,
    zh: '文件无法读取，请按提示修改后再报送',
    en: 'The file cannot be read; correct what is named and send it again',
  },
  'batch-unknown': { status: 404, zh: '没有这个批次', en: 'There is no such batch' },
  'batch-incomplete': {
    status: 409,
    zh: '文件尚未传完，或收到的内容与签名不符；请补传后再完成',
    en: 'The file has not arrived whole, or is not the one that was signed; send what is missing and complete it again',
  },
  'batch-closed': {
    status: 409,
    zh: '该批次已不在这一步，请先查询其状态',
    en: 'The batch is past this step; ask for its state first',
  },
  'mapping-unknown': {
    status: 404,
    zh: '没有这个列对应表，请先保存',
    en: 'There is no column mapping of that name; save it first',
  },
  'rule-table-invalid': {
    status: 400,
    zh: '规则表有误，请按所列位置修改后再保存',
    en: 'The rule table has mistakes; correct what is named and save it again',
  },
  'rule-table-version-taken': {
    status: 409,
    zh: '此名称已有相同或更高的版本生效或获批；请改用更高的版本号',
    en: 'This version, or a greater one, of the table was approved already; give yours a greater version',
  },
  'rule-table-untried': {
    status: 409,
    zh: '请先对全市试运行，看过结果再批准',
    en: 'Try the table on the whole city first, and approve it when you have seen the result',
  },
  'rule-table-settled': {
    status: 409,
    zh: '这张规则表已经生效或定于生效，不能再试运行或批准',
    en: 'This table is in force or is to be; it cannot be tried or approved any more',
  },
  'request-expired': {
    status: 401,
    zh: '请求时间与服务器相差超过 5 分钟，请校准时钟后重新签名',
    en: 'The request’s time is more than 5 minutes from ours; set the clock and sign again',
  },
  'person-unknown': { status: 404, zh: '没有此人', en: 'There is no such person' },
  'case-taken': {
    status: 409,
    zh: '另一位人员正在办理这件；他交回，或到时仍未办结，您就可以接手',
    en: 'Somebody else works on this; you may take it on when it is given back, or when the time for it is over',
  },
  'case-not-taken': {
    status: 409,
    zh: '请先领办这件，再作决定',
    en: 'Take this on before you decide about it',
  },
  'confirmation-closed': { status: 409, zh: '这条核验已经办结', en: 'This confirmation is already closed' },
  'idempotency-conflict': {
    status: 409,
    zh: '同一编号已用于另一份内容',
    en: 'This id was already used for other content',
  },
  'storage-full': {
    status: 507,
    zh: '系统存储已满，本次未保存；请稍后重试',
    en: 'Our storage is full and nothing was saved; please try again later',
  },
  busy: {
    status: 503,
    zh: '现在办理的人很多，请稍后再试。给您带来不便，非常抱歉；您填写的内容已保留',
    en: 'Very many people are here at this moment. We are sorry: please try again in a little while; what you typed is kept',
  },
  unavailable: {
    status: 503,
    zh: '系统暂时繁忙，您填写的内容已保留；请稍后重试',
    en: 'We cannot answer right now; what you typed is kept; please try again shortly',
  },
  unexpected: {
    status: 500,
    zh: '系统出错了，这不是您的问题；请稍后重试',
    en: 'Something failed on our side, not yours; please try again later',
  },
} as const satisfies Record<string, ProblemKind>

/** The name of a problem, the last part of its `type`. */
export type ProblemName = keyof typeof PROBLEMS

/** The languages in which we speak; Chinese first. */
export type Language = 'zh' | 'en'

/** A problem as it goes out, `application/problem+json` (RFC 9457). */
export interface ProblemBody {
  readonly type: `/problems/${ProblemName}`
  readonly title: string
  readonly status: number
  readonly instance: string
  /** For `input-invalid` and its kin: what is wrong with each field, in the person's language. */
  readonly fields?: readonly { readonly field: string; readonly message: string }[]
}
