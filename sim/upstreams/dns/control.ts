import type { Handler, HttpRequest } from '../../../base/env/http';
import { ControlError, controlSurface, jsonOf, type Faults, type RequestLog } from '../common';
import { RECORD_TYPES, type RecordType, type Zone } from './zone';

/** Records as people write them, beside what every authority's surface has: PUT replaces a name's values, POST adds to them. */
export function dnsControl({ faults, log, zone }: { faults: Faults; log: RequestLog; zone: Zone }): Handler {
  return controlSurface({
    faults,
    log,
    routes: {
      'GET /records': () => shownRecords(zone),
      'GET /records/:name/:type': (_request, { name = '', type }) => zone.get(name, typeOf(type)),
      'PUT /records/:name/:type': (request, { name = '', type }) => write(zone, name, typeOf(type), valuesIn(request)),
      'POST /records/:name/:type': (request, { name = '', type }) => {
        const held = zone.get(name, typeOf(type));
        write(zone, name, typeOf(type), [...held, ...valuesIn(request)]);
      },
      'DELETE /records/:name/:type': (_request, { name = '', type }) => zone.set(name, typeOf(type), []),
    },
  });
}

function valuesIn(request: HttpRequest): readonly string[] {
  const values: unknown = jsonOf(request);
  if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values;
  throw new ControlError('the values of a name are written as a list of texts: ["192.0.2.1"]');
}

function write(zone: Zone, ...[name, type, values]: Parameters<Zone['set']>): void {
  try {
    zone.set(name, type, values);
  } catch (error) {
    throw new ControlError(`${type} records of ${name} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function shownRecords(zone: Zone): object {
  const entries = zone.records.owners().map((name) => {
    const values = RECORD_TYPES.map((type) => [type, zone.get(name, type)] as const).filter(([, found]) => found.length > 0);
    return [name, Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(entries.filter(([, values]) => Object.keys(values).length > 0));
}

function typeOf(text = ''): RecordType {
  const found = RECORD_TYPES.find((type) => type === text.toUpperCase());
  if (found === undefined)
    throw new ControlError(`records of the type ${text} are not written here: choose from ${RECORD_TYPES.join(', ')}`);
  return found;
}
