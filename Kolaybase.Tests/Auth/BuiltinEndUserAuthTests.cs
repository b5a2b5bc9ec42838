using Kolaybase.Tests.Auth.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>End users in the control database.</summary>
public sealed class BuiltinEndUserAuthTests(EndUserFixture fixture) : EndUserAuthContract(fixture), IClassFixture<EndUserFixture>;
