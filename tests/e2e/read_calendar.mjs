/** Reads a calendar from standard input as Thunderbird does (ical.js), prints its events as JSON. */
import { readFileSync } from 'node:fs'

const { default: ICAL } = await import(process.argv[2])
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')))
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component)
  const days = []
  const dates = event.iterator()
  for (let day = dates.next(); day && days.length < 100; day = dates.next()) days.push(day.toString())
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    isWholeDay: event.startDate.isDate,
    lasts: event.duration.toString(),
    days,
    // The moment of a reminder on the clock of the reader.
    remindedAt: component.getAllSubcomponents('valarm').map((alarm) => {
      const moment = event.startDate.clone()
      moment.isDate = false
      moment.addDuration(alarm.getFirstPropertyValue('trigger'))
      return moment.toString()
    }),
  }
})
const name = calendar.getFirstPropertyValue('x-wr-calname')
process.stdout.write(JSON.stringify({ name, events }))
