import type { Text } from '../language.ts'

/** Words of the console's page of gates and their devices. */
export const GATES = {
  how: {
    zh: '要开通设备，请打开“场所与通行规则”中的场所，为通行口取一次性开通码。',
    en: 'To enrol a device, open its venue under “Venues and door policies” and draw a one-time code for the gate.',
  },
  gate: { zh: '通行口', en: 'Gate' },
  venue: { zh: '场所', en: 'Venue' },
  enrolled: { zh: '开通时间', en: 'Enrolled' },
  state: { zh: '状态', en: 'State' },
  allStates: { zh: '全部状态', en: 'Any state' },
  on: { zh: '已开通', en: 'On' },
  off: { zh: '已停用', en: 'Switched off' },
  offAt: { zh: '停用时间', en: 'Switched off at' },
  worksUntil: { zh: '无网络时可用至', en: 'Works without network until' },
  empty: { zh: '还没有开通的设备', en: 'No device is enrolled yet' },

  switchOff: { zh: '停用设备', en: 'Switch the device off' },
  sureOff: { zh: '确定停用这台设备吗？', en: 'Switch this device off?' },
  offMeans: {
    zh: '有网络时立即不能再用；没有网络的设备，最迟在证书到期时不能再用。已记录的通行不会丢失。',
    en: 'On line it is refused at once; without network at the latest when its certificate ends. Recorded entries are not lost.',
  },
  isOff: { zh: '设备已停用', en: 'The device is switched off' },

  draw: { zh: '取开通码', en: 'Draw a code' },
  drawFor: { zh: '为“{gate}”取开通码', en: 'Draw a code for {gate}' },
  codeFor: { zh: '“{gate}”的开通码', en: 'The code for {gate}' },
  codeHint: {
    zh: '在设备上打开本站的 /guard 页，输入此码；{until} 前有效，只能用一次。',
    en: 'On the device open the page /guard of this site and type it; it works once, until {until}.',
  },
} as const satisfies Record<string, Text>
