"""The part of the SDK that is the same in every SDK: requests, retries, errors, streams."""
