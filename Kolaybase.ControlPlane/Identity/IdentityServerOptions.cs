using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>One Keycloak server. Either a user or a client of its master realm makes and deletes realms; nothing else is done with it.</summary>
public sealed record IdentityServerOptions
{
    /// <summary>Address that Kolaybase reaches it at, without a slash at its end, <c>http</c> or <c>https</c>. Required.</summary>
    public string Url { get; init; } = "";

    /// <summary>Address in issuers and for browsers, without a slash at its end; empty in the configuration means <see cref="Url"/>. Changing it signs every user of its realms out.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>User of the master realm; empty when <see cref="AdminClientId"/> is set.</summary>
    public string AdminUser { get; init; } = "";

    /// <summary>Password of <see cref="AdminUser"/>.</summary>
    public string AdminPassword { get; init; } = "";

    /// <summary>Confidential client of the master realm with a service account; empty when <see cref="AdminUser"/> is set.</summary>
    public string AdminClientId { get; init; } = "";

    /// <summary>Secret of <see cref="AdminClientId"/>.</summary>
    public string AdminClientSecret { get; init; } = "";

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => nameof(IdentityServerOptions);

    internal static IdentityServerOptions Read(IConfigurationSection section, ICollection<string> faults)
    {
        var url = Address(section, nameof(Url), faults);
        if (url.Length == 0 && string.IsNullOrWhiteSpace(section[nameof(Url)]))
        {
            faults.Add($"{section.Path}:{nameof(Url)} is not set: it takes the address of a Keycloak like \"https://id.example.com\".");
        }

        var publicUrl = Address(section, nameof(PublicUrl), faults);
        var options = new IdentityServerOptions
        {
            Url = url,
            PublicUrl = publicUrl.Length > 0 ? publicUrl : url,
            AdminUser = section[nameof(AdminUser)] ?? "",
            AdminPassword = section[nameof(AdminPassword)] ?? "",
            AdminClientId = section[nameof(AdminClientId)] ?? "",
            AdminClientSecret = section[nameof(AdminClientSecret)] ?? "",
        };
        var user = options.AdminUser.Length > 0 && options.AdminPassword.Length > 0;
        var client = options.AdminClientId.Length > 0 && options.AdminClientSecret.Length > 0;
        if (user == client)
        {
            faults.Add($"{section.Path} needs an administrator: either {nameof(AdminUser)} and {nameof(AdminPassword)}, or {nameof(AdminClientId)} and {nameof(AdminClientSecret)}.");
        }

        return options;
    }

    private static string Address(IConfigurationSection section, string key, ICollection<string> faults)
    {
        var text = section[key]?.Trim().TrimEnd('/') ?? "";
        // User names in addresses end up in logs.
        if (text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0))
        {
            return text;
        }

        faults.Add($"{section.Path}:{key} must be an absolute http or https address without user, query and fragment.");
        return "";
    }
}
