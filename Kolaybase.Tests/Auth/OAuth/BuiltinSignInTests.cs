using Kolaybase.Tests.Auth.OAuth.Support;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>The contract on the built-in store.</summary>
public sealed class BuiltinSignInTests(OAuthFixture fixture) : SignInContract(fixture), IClassFixture<OAuthFixture>;
