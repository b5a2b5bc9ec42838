namespace Kolaybase.Workers.Provisioning;

/// <summary>
/// The steps that remove a project, in order. Each is safe to repeat, and commits before the next begins; after each comes
/// the failpoint <c>delete:&lt;step&gt;</c>.
/// </summary>
public static class DeletionSteps
{
    /// <summary>Nobody may connect any more, and who is connected is cut off.</summary>
    public const string Close = "close";

    /// <summary>The database is dropped.</summary>
    public const string Database = "database";

    /// <summary>The logins are dropped.</summary>
    public const string Roles = "roles";

    /// <summary>The bytes of its objects are gone from their store.</summary>
    public const string Objects = "objects";

    /// <summary>The realm is gone from its identity store with its users and keys; then codes, sessions and revocations, in one transaction.</summary>
    public const string Identity = "identity";

    /// <summary>The logs, the row and its keys are gone.</summary>
    public const string Row = "row";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [Close, Database, Roles, Objects, Identity, Row];

    /// <summary>Name of the failpoint after a step.</summary>
    public static string Failpoint(string step) => $"delete:{step}";
}
