import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseDuration } from '../base/go';
import { splitHostPort } from '../base/go/host-port';
import { messageOf } from './errors';

const NANOSECONDS = 1_000_000;

export function portOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const port = Number(text);
    if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('write a port from 0 to 65535.');
    return port;
  });
}

export function numberOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const number = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || number <= 0) throw new InvalidArgumentError('write a number above 0.');
    return number;
  });
}

/** A Go duration, handed on in milliseconds. */
export function durationOption(flags: string, description: string): Option {
  return durationFlag(flags, description, () => 'write a duration such as 90s or 5m.');
}

/** The same, but of a wrong duration it says what Go says. */
export function goDurationOption(flags: string, description: string): Option {
  return durationFlag(flags, description, messageOf);
}

function durationFlag(flags: string, description: string, complaint: (error: unknown) => string): Option {
  return new Option(flags, description).argParser((text) => {
    try {
      return Number(parseDuration(text)) / NANOSECONDS;
    } catch (error) {
      throw new InvalidArgumentError(complaint(error));
    }
  });
}

export function outputOption(): Option {
  return new Option('--output <format>', 'text for people, json for programs').choices(['text', 'json']).default('text');
}

/** What every command that speaks to a cluster has. */
export function withCluster(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'how to reach the cluster (default: $KUBECONFIG, then the service account of the pod)')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)');
}

/** Whether text is `HOST:PORT` with a number for a port. */
export function isHostPort(text: string): boolean {
  try {
    const { host, port } = splitHostPort(text);
    return host !== '' && /^\d+$/.test(port);
  } catch {
    return false;
  }
}
