namespace Kolaybase.Workers.Provisioning;

/// <summary>
/// The steps that make a project, in order. Each is safe to repeat, and commits before the next begins; after each comes
/// the failpoint <c>provision:&lt;step&gt;</c>.
/// </summary>
public static class ProvisioningSteps
{
    /// <summary>Owner and authenticator logins with their memberships, in one transaction.</summary>
    public const string Roles = "roles";

    /// <summary>The database, copied from the template, closed to everybody.</summary>
    public const string Database = "database";

    /// <summary>Who may connect; then it is opened to them, in one transaction.</summary>
    public const string Access = "access";

    /// <summary>Grants and default privileges inside, by the owner itself.</summary>
    public const string Privileges = "privileges";

    /// <summary>Schema <c>storage</c> inside, by the owner itself, and the store that its objects go to.</summary>
    public const string Storage = "storage";

    /// <summary>The realm of its end users in its identity store, with the keys that sign their tokens.</summary>
    public const string Realm = "realm";

    /// <summary>The row says <c>Active</c>.</summary>
    public const string Activate = "activate";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [Roles, Database, Access, Privileges, Storage, Realm, Activate];

    /// <summary>Name of the failpoint after a step.</summary>
    public static string Failpoint(string step) => $"provision:{step}";
}
