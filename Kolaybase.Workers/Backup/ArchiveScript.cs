namespace Kolaybase.Workers.Backup;

/// <summary>What <c>pg_restore</c> writes and says.</summary>
internal static class ArchiveScript
{
    private const string NewSetting = "SET transaction_timeout = 0;";

    /// <summary>
    /// A script of definitions for another project. Names of a project's logins (in policies, grants, default privileges) begin with its database's, which is 80
    /// random bits: nothing else in a script is called so. What programs of 17 set does not exist on an older server.
    /// </summary>
    public static string For(string script, string formerDatabase, string database) =>
        script.Replace(formerDatabase, database, StringComparison.Ordinal).Replace($"\n{NewSetting}\n", "\n", StringComparison.Ordinal);

    /// <summary>Whether <c>pg_restore</c> complains of anything but the setting that an older server does not know.</summary>
    public static bool HasFault(string error)
    {
        var faults = error.Split('\n').Where(l => l.StartsWith("pg_restore: error:", StringComparison.Ordinal)).ToList();
        return faults.Count == 0 || faults.Any(f => !f.Contains("unrecognized configuration parameter \"transaction_timeout\"", StringComparison.Ordinal));
    }
}
