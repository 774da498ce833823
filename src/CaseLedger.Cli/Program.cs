using CaseLedger.Cli;

using var stopping = new Stopping();
return await CommandLine.Run(args, Surroundings.OfProcess(stopping));
