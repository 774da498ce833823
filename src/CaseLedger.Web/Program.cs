using CaseLedger.Web.Verbs;

return await CommandLine.Run(args);
