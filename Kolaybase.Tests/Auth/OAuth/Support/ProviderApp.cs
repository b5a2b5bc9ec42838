using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Auth.OAuth.Support;

/// <summary>An app registered at a <see cref="LocalProvider"/>, the account that signs in through it, and how the provider misbehaves with it.</summary>
public sealed class ProviderApp
{
    public string Id { get; } = $"app-{Guid.CreateVersion7():N}";

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The account's lasting identifier; a number, as GitHub's are.</summary>
    public string Subject { get; set; } = RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string Email { get; set; } = $"user-{Guid.CreateVersion7():N}@example.com";

    public bool EmailVerified { get; set; } = true;

    public string? FirstName { get; set; } = "Ada";

    public string? LastName { get; set; } = "Lovelace";

    /// <summary>Query that the provider sends the browser back with instead of a code; the state is added.</summary>
    public string? SendsBack { get; set; }

    /// <summary>Changes the claims of an id token before it is signed.</summary>
    public Action<Dictionary<string, object>>? Claims { get; set; }

    /// <summary>Changes a signed id token.</summary>
    public Func<string, string>? Forges { get; set; }

    /// <summary>Answers the token endpoint in the provider's stead.</summary>
    public Func<HttpContext, Task>? Token { get; set; }

    /// <summary>Times that a code of the app was traded or tried to be.</summary>
    public int Trades { get; set; }

    /// <summary>The last request of a browser.</summary>
    public IQueryCollection Asked { get; set; } = QueryCollection.Empty;
}
