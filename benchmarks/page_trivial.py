"""A page that does next to nothing: what Streamlit itself costs. Served by benchmarks.page_runs."""

import streamlit as st

st.set_page_config(layout="wide")
chosen = st.selectbox("Looking at", ["all", *(f"part {number}" for number in range(80))])
st.write(f"Hello, {chosen}")
