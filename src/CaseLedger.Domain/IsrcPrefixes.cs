namespace CaseLedger.Domain;
internal static class IsrcPrefixes { internal static bool Known(string prefix) => prefix.Length == 5; }
