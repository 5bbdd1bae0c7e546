import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([SVGRenderer])

/** A chart as wide as its place; `told` is what is read out in its stead. It comes with the library that draws, so load it late. */
export function Drawing({ option, told, height }: { option: EChartsCoreOption; told: string; height?: number }) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)

  useEffect(() => {
    const drawn = init(place.current, undefined, { renderer: 'svg' })
    chart.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(place.current!)
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => chart.current?.setOption(option, { notMerge: true }), [option])

  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={told} />
}
