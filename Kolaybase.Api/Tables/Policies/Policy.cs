using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>A policy of row level security.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">The command that it is for.</param>
/// <param name="Roles">The roles that it is for; <c>public</c> is everybody.</param>
/// <param name="Permissive">True when one such policy is enough, false when every such policy has to agree.</param>
/// <param name="Using">Which rows may be seen or touched, as SQL; null where it says nothing of that.</param>
/// <param name="Check">Which rows may be written, as SQL; null where it says nothing of that.</param>
public sealed record Policy(string Name, PolicyCommand Command, IReadOnlyList<string> Roles, bool Permissive, string? Using, string? Check);

/// <summary>The command that a policy is for, in SQL's words.</summary>
public enum PolicyCommand
{
    /// <summary>All of them.</summary>
    [JsonStringEnumMemberName("ALL")]
    All,

    /// <summary>Reading.</summary>
    [JsonStringEnumMemberName("SELECT")]
    Select,

    /// <summary>New rows.</summary>
    [JsonStringEnumMemberName("INSERT")]
    Insert,

    /// <summary>Changes of rows.</summary>
    [JsonStringEnumMemberName("UPDATE")]
    Update,

    /// <summary>Deletion.</summary>
    [JsonStringEnumMemberName("DELETE")]
    Delete,
}

/// <summary>Policies that most tables want, with the grants that go with them.</summary>
public enum PolicyTemplate
{
    /// <summary>Anybody reads.</summary>
    [JsonStringEnumMemberName("public-read")]
    PublicRead,

    /// <summary>Signed-in users read everything.</summary>
    [JsonStringEnumMemberName("authenticated-read")]
    AuthenticatedRead,

    /// <summary>Signed-in users read and write their own rows, which a column names.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>A role that a policy can be for.</summary>
public enum PolicyRole
{
    /// <summary>Everybody.</summary>
    [JsonStringEnumMemberName("public")]
    Public,

    /// <summary>The anon key.</summary>
    [JsonStringEnumMemberName("anon")]
    Anon,

    /// <summary>End users who are signed in.</summary>
    [JsonStringEnumMemberName("authenticated")]
    Authenticated,

    /// <summary>The service key; row level security does not bind it anyway.</summary>
    [JsonStringEnumMemberName("service_role")]
    ServiceRole,
}
