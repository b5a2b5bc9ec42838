using System.Net;

namespace Kolaybase.Api.Http;

/// <summary>Settings of the HTTP surface, section <c>Kolaybase</c>; read once at start, all faults told together.</summary>
public sealed record HttpOptions
{
    /// <summary>Base of links, <c>restUrl</c> and token issuers (<c>Kolaybase:PublicUrl</c>); empty means <c>http://localhost:4000</c>.</summary>
    public string PublicUrl { get; init; } = "http://localhost:4000";

    /// <summary>Browser origins that platform endpoints answer (<c>Kolaybase:PlatformOrigins</c>, comma separated); empty means none.</summary>
    public IReadOnlyList<string> PlatformOrigins { get; init; } = [];

    /// <summary>Addresses or networks of proxies whose <c>X-Forwarded-*</c> headers are believed (<c>Kolaybase:TrustedProxies</c>, comma separated, CIDR allowed); empty means that no such header is.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Largest body of the data API in bytes (<c>Kolaybase:DataBodyBytes</c>); empty means 50 MB.</summary>
    public long DataBodyBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>Longest time that a call may take before it is 504 (<c>Kolaybase:RequestSeconds</c>); empty means 60.</summary>
    public int RequestSeconds { get; init; } = 60;

    /// <summary>Seconds from the order to stop to the end of listening, 0 to 300 (<c>Kolaybase:DrainSeconds</c>), in which <c>/health</c> is 503 and all else is served; empty means 0, in our container image 5.</summary>
    public int DrainSeconds { get; init; }

    /// <summary>Who has it reads <c>/metrics</c> (<c>Kolaybase:Metrics:Token</c>), 32 characters or more; empty means that there is no such path.</summary>
    public string MetricsToken { get; init; } = "";

    /// <summary>How many projects are counted by name in the metrics, 1 to 1000 (<c>Kolaybase:Metrics:Projects</c>), the others together; empty means 100.</summary>
    public int MetricsProjects { get; init; } = 100;

    /// <summary>Request rates (<c>Kolaybase:RateLimits</c>).</summary>
    public RateLimitOptions RateLimits { get; init; } = new();
}

/// <summary>Request rates; every number can be set, none can be switched off.</summary>
public sealed record RateLimitOptions
{
    /// <summary>Data API requests a second of one client under one role of one project, in the long run (<c>DataPerSecond</c>); each API process counts for itself. Empty means 500.</summary>
    public int DataPerSecond { get; init; } = 500;

    /// <summary>How many of them may come at once (<c>DataBurst</c>); empty means 2000.</summary>
    public int DataBurst { get; init; } = 2000;

    /// <summary>Calls of <c>/api/auth/*</c>, and for each project those by which its end users sign up and in, a minute from one client address, over all replicas (<c>AuthPerAddress</c>); empty means 60.</summary>
    public int AuthPerAddress { get; init; } = 60;

    /// <summary>Calls a minute of login, sign-up, forgot and reset that name one account, from one client address, over all replicas (<c>AuthPerAccount</c>); empty means 20.</summary>
    public int AuthPerAccount { get; init; } = 20;

    /// <summary>Platform calls a second of one account, in the long run (<c>AccountPerSecond</c>); each API process counts for itself. Empty means 50.</summary>
    public int AccountPerSecond { get; init; } = 50;

    /// <summary>How many of them may come at once (<c>AccountBurst</c>); empty means 200.</summary>
    public int AccountBurst { get; init; } = 200;

    /// <summary>Invitations a minute that one account mails, over all replicas (<c>InvitesPerAccount</c>); empty means 20.</summary>
    public int InvitesPerAccount { get; init; } = 20;

    /// <summary>Invitations in 24 hours that are mailed to one address, over all replicas (<c>InvitesPerAddress</c>); empty means 20.</summary>
    public int InvitesPerAddress { get; init; } = 20;

    /// <summary>Mails in 24 hours that one address gets from one project's sign-up and sign-in, of all kinds together, over all replicas (<c>UserMailsPerAddress</c>); empty means 30.</summary>
    public int UserMailsPerAddress { get; init; } = 30;

    /// <summary>Invitations in 24 hours that one project mails to end users, over all replicas (<c>UserInvitesPerProject</c>); empty means 500.</summary>
    public int UserInvitesPerProject { get; init; } = 500;

    /// <summary>Requests a minute from one client address that carry an API key nobody has (<c>UnknownKeysPerAddress</c>); each API process counts for itself. Empty means 120.</summary>
    public int UnknownKeysPerAddress { get; init; } = 120;
}
