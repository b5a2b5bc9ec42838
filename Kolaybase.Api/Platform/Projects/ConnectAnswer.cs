namespace Kolaybase.Api.Platform.Projects;

/// <summary>How to reach a project from outside.</summary>
/// <param name="Database">Its database, for SQL tools.</param>
/// <param name="RestUrl">Base of the data API.</param>
/// <param name="Realm">Realm of its end users.</param>
/// <param name="Issuer">The <c>iss</c> of their tokens.</param>
public sealed record ConnectAnswer(ConnectDatabase Database, string RestUrl, string Realm, string Issuer);

/// <summary>A project's database. Its owner is no superuser and reaches no other database.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Name">Database name.</param>
/// <param name="User">Login that owns the database.</param>
/// <param name="Password">Its password; null for viewers.</param>
/// <param name="Direct">Connection URI of the server itself; without the password for viewers.</param>
/// <param name="Pooled">Connection URI of the connection pooler in front of it; the same as <paramref name="Direct"/> where none is configured.</param>
public sealed record ConnectDatabase(string Host, int Port, string Name, string User, string? Password, string Direct, string Pooled)
{
    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"{Host}:{Port}/{Name}";
}
