namespace Kolaybase.Api.Http;

/// <summary>What a call does to a project, and so who may make it.</summary>
public enum ProjectAccess
{
    /// <summary>Reads, or is governed by grants and policies in the database: every key, user and member.</summary>
    Read,

    /// <summary>Reads what end users must not see of one another: the service key and every member.</summary>
    Inspect,

    /// <summary>Changes schema or data past row level security: the service key and members from developer up.</summary>
    Change,

    /// <summary>Acts for the whole project: the service key only.</summary>
    Service,
}
